import type { Entry } from '../../../shared/core/routing/entries';
import { createShard, fold, restore, snapshot, type Snapshot } from '../../../shared/core/routing/shard';
import type { StoredDocument } from './release';

interface Segment {
  readonly shardId: string;
  readonly snapshot: Snapshot | null;
  readonly entries: readonly Entry[];
}

/** What a state that an earlier release wrote down is read as: with what came later. */
export const readToday = (recorded: unknown): unknown =>
  JSON.parse(JSON.stringify(snapshot(restore(recorded as Snapshot))));

/** The segments of the `routing` container by their partition. */
function segmentsIn(documents: readonly StoredDocument[]): ReadonlyMap<string, Segment> {
  const partitions = [...new Set(documents.filter(({ id }) => id === 'head').map(({ pk }) => pk))];
  return new Map(
    partitions.map((pk) => {
      const own = documents.filter((one) => one.pk === pk);
      const taken = own.find(({ id }) => id === 'snapshot')?.['snapshot'] as Snapshot | undefined;
      const entries = own
        .filter(({ kind }) => kind === 'entries')
        .flatMap((one) => one['entries'] as readonly Entry[])
        .sort((one, other) => one.seq - other.seq);
      return [pk, { shardId: decodeURIComponent(pk.split('|')[1] ?? ''), snapshot: taken ?? null, entries }];
    }),
  );
}

/** The state that each journal comes to, as a snapshot of it would say. */
export function statesIn(documents: readonly StoredDocument[]): Readonly<Record<string, unknown>> {
  const states = [...segmentsIn(documents)].map(([pk, { shardId, snapshot: taken, entries }]) => {
    const state = fold(taken === null ? createShard(shardId) : restore(taken), entries);
    return [pk, JSON.parse(JSON.stringify(snapshot(state)))] as const;
  });
  return Object.fromEntries(states);
}
