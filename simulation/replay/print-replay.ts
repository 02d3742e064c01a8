import type { Moved } from './compare-fates';
import { waitMs, type Fate } from './fates';
import type { ReplayOutcome } from './replay-file';

const SHOWN = 40;

/** For people: whether it is the same day, and if not, who went elsewhere and how waits changed. */
export function printReplay({ file, entries, differsFrom, comparison, kind }: ReplayOutcome): string {
  const head = `${file}: ${entries} recorded entries, ${comparison.visits} queue visits`;
  if (differsFrom === null) return `${head}\n${SAME[kind]}\n`;
  const { wentElsewhere, otherWait, queues } = comparison;
  return [
    head,
    `The first difference is at entry ${differsFrom}.`,
    `${wentElsewhere.length} went elsewhere, ${otherWait.length} only waited otherwise:`,
    ...[...wentElsewhere, ...otherWait].slice(0, SHOWN).map(movedLine),
    ...(wentElsewhere.length + otherWait.length > SHOWN ? ['  … (all with --json)'] : []),
    ...queues.map(
      ({ queueId, visits, answered, asaMs }) =>
        `${queueId}: ${visits} visits, answered ${answered.join(' → ')}, ASA ${asaMs.map(seconds).join(' → ')}`,
    ),
    '',
  ].join('\n');
}

const SAME: Readonly<Record<ReplayOutcome['kind'], string>> = {
  same: 'Every decision came out as it was recorded.',
  changed: 'With this configuration nobody would have gone elsewhere.',
};

const movedLine = ({ recorded, replayed, waitDeltaMs }: Moved): string =>
  `  ${recorded.interactionId} (${recorded.queueId} ${recorded.channel}): ${endOf(recorded)} → ${endOf(replayed)}` +
  (waitDeltaMs === null ? '' : `, wait ${waitDeltaMs > 0 ? '+' : ''}${(waitDeltaMs / 1_000).toFixed(1)} s`);

function endOf(fate: Fate): string {
  const after = waitMs(fate);
  return `${fate.end}${fate.agentId === null ? '' : ` by ${fate.agentId}`}${after === null ? '' : ` after ${seconds(after)}`}`;
}

const seconds = (ms: number | null): string => (ms === null ? '–' : `${(ms / 1_000).toFixed(1)} s`);
