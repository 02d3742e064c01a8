import type { AgentSnapshot, LiveFrame, LiveUpdate } from '../../shared/contracts/live';
import { afterSnapshot, NOTHING, withUpdate, type Picture } from './picture';
import { filled, hasGap, hear, NOTHING_HEARD } from './sequence';
import { listenTo, type Listening, type SocketOptions } from './socket';

export interface AgentStreamOptions extends Pick<SocketOptions, 'onState' | 'timing' | 'WebSocket'> {
  /** `POST /api/live/agent`: the address. */
  readonly negotiate: () => Promise<string>;
  /** `GET /api/live/agent/snapshot`. */
  readonly loadSnapshot: () => Promise<AgentSnapshot>;
  /** The picture changed. */
  readonly onPicture: (picture: Picture) => void;
  /** The customer of an interaction types. */
  readonly onTyping?: (interactionId: string) => void;
}

/** A number that is late is waited for this long before everything is loaded again. */
const GRACE_MS = 500;
const RETRY_MS = 2_000;

/** Keeps an agent's picture true: a snapshot, then the stream; whatever may have been missed leads to a new snapshot. */
export function followAgent(options: AgentStreamOptions): Listening {
  const stream = createAgentStream(options);
  const listening = listenTo({
    ...options,
    onFresh: () => stream.reload(),
    onMessage: (data) => stream.take(data as LiveFrame),
  });
  return {
    close() {
      stream.stop();
      listening.close();
    },
  };
}

export interface AgentStream {
  take(frame: LiveFrame): void;
  /** Loads the snapshot, once more if it is being loaded already. */
  reload(): void;
  stop(): void;
}

/** The same without the socket. */
export function createAgentStream(
  options: Pick<AgentStreamOptions, 'loadSnapshot' | 'onPicture' | 'onTyping' | 'timing'>,
): AgentStream {
  const after = options.timing?.after ?? ((ms: number, run: () => void) => void setTimeout(run, ms));
  let picture: Picture = NOTHING;
  let sequence = NOTHING_HEARD;
  let since: LiveUpdate[] = [];
  let loading: 'no' | 'yes' | 'again' = 'no';
  let isStopped = false;

  function show(next: Picture): void {
    picture = next;
    if (!isStopped) options.onPicture(picture);
  }

  function reload(): void {
    if (isStopped) return;
    if (loading !== 'no') loading = 'again';
    else void load();
  }

  async function load(): Promise<void> {
    loading = 'yes';
    since = [];
    // What is missing now is in a snapshot asked for now; what is missed from here on is a gap again.
    sequence = filled(sequence);
    try {
      const snapshot = await options.loadSnapshot();
      const isOutdated = (loading as 'yes' | 'again') === 'again';
      loading = 'no';
      show(afterSnapshot(picture, snapshot, since));
      if (isOutdated) reload();
    } catch {
      loading = 'no';
      after(RETRY_MS, reload);
    }
  }

  function mend(): void {
    if (hasGap(sequence)) reload();
  }

  function take(frame: LiveFrame): void {
    const heard = hear(sequence, frame);
    sequence = heard.sequence;
    if (!heard.isNew) return;
    if (loading !== 'no') since.push(...frame.updates);
    show(frame.updates.reduce(withUpdate, picture));
    for (const update of frame.updates) if (update.kind === 'typing') options.onTyping?.(update.interactionId);
    if (frame.updates.some(({ kind }) => kind === 'reload')) reload();
    else if (hasGap(sequence)) after(GRACE_MS, mend);
  }

  return { take, reload, stop: () => void (isStopped = true) };
}
