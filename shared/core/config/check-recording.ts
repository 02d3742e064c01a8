import type { Located, Report } from './collect';
import type { Queue } from './compiled';
import type { QueueSource } from './document';
import type { NoticeName } from './notice-names';

/** A queue that announces its recordings without words would record callers who were told nothing. */
export function checkRecording(
  queues: ReadonlyMap<string, Located<QueueSource>>,
  known: ReadonlyMap<string, Queue>,
  notices: ReadonlyMap<NoticeName, unknown>,
  report: Report,
): void {
  for (const [id, item] of queues) {
    const queue = known.get(id);
    if (queue === undefined || queue.recording === null) continue;
    if (!queue.channels.has('voice')) report('queueLacksChannel', item, ['recording'], `queue '${id}' takes no calls`);
    if (queue.recording.when === 'announced' && !notices.has('recordingAnnounced'))
      report('textMissing', item, ['recording'], `an announced recording needs the notice 'recordingAnnounced'`);
  }
}
