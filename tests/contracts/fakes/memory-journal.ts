import type { Entry } from '../../../shared/core/routing/entries';
import type { Snapshot } from '../../../shared/core/routing/snapshot-shape';
import type {
  Fence,
  JournalSegment,
  RoutingJournal,
  ShardFacts,
  ShardRef,
} from '../../../shared/ports/routing-journal';
import { copy, nextEtag } from './kept';

interface MemoryShard {
  snapshot: Snapshot | null;
  tail: Entry[];
  etag: string;
  /** Of the last entry. */
  seq: number;
  penOf: string | null;
  facts: ShardFacts;
  sealed: JournalSegment[];
  /** How many of the sealed. */
  archived: number;
  removed: number;
}

const fenceOf = ({ etag, seq }: MemoryShard): Fence => ({ segment: '0', etag, seq });

const KEPT_MS = 35 * 86_400_000;

/**
 * Journals in memory, fenced as the real ones: only who holds the newest fence can append. `keep` makes what is kept and given out: whoever
 * plays a million schedules does without the copies.
 */
export function memoryJournal(keep: <T>(value: T) => T = copy): RoutingJournal {
  const shards = new Map<string, MemoryShard>();
  const at = ({ tenantId, shardId }: ShardRef): MemoryShard => {
    const key = `${tenantId}/${shardId}`;
    const facts = { configVersion: 0, nextDueAt: null, openActsSince: null };
    const made = shards.get(key) ?? {
      snapshot: null,
      tail: [],
      etag: nextEtag(),
      seq: 0,
      penOf: null,
      facts,
      sealed: [],
      archived: 0,
      removed: 0,
    };
    shards.set(key, made);
    return made;
  };
  const since: RoutingJournal['since'] = async (shard, fence) => {
    const found = at(shard);
    const { sealed, tail, penOf } = found;
    const missing = found.seq - fence.seq;
    const stretches = missing <= tail.length ? tail : [...sealed.flatMap(({ entries }) => entries), ...tail];
    const entries = keep(stretches.slice(stretches.length - missing));
    return { kind: 'since', entries, fence: fenceOf(found), penOf, segmentEntries: tail.length };
  };
  return {
    since,
    latest: since,
    async load(shard) {
      const found = at(shard);
      const { snapshot, tail, penOf } = found;
      return { snapshot: keep(snapshot), tail: keep(tail), fence: fenceOf(found), penOf };
    },
    async append(shard, fence, entries, facts) {
      const found = at(shard);
      if (found.etag !== fence.etag) return { kind: 'fenced' };
      Object.assign(found, { tail: [...found.tail, ...keep(entries)], etag: nextEtag(), penOf: null, facts });
      found.seq = entries.at(-1)?.seq ?? found.seq;
      return { kind: 'appended', fence: fenceOf(found) };
    },
    async roll(shard, fence, snapshot, facts) {
      const found = at(shard);
      if (found.etag !== fence.etag) return { kind: 'fenced' };
      found.sealed.push({ snapshot: found.snapshot, entries: found.tail });
      Object.assign(found, { snapshot: keep(snapshot), tail: [], etag: nextEtag(), penOf: null, facts });
      return { kind: 'appended', fence: fenceOf(found) };
    },
    async *history(shard, time) {
      const { sealed, snapshot, tail } = at(shard);
      const all = [...sealed, { snapshot, entries: tail }];
      const from = all.findLastIndex((segment) => (segment.snapshot?.at ?? 0) < time);
      yield* keep(all.slice(Math.max(0, from)));
    },
    async archive(shard, now) {
      const found = at(shard);
      const old = found.sealed.filter(({ entries }) => (entries.at(-1)?.at ?? 0) <= now - KEPT_MS).length;
      const before = { archived: found.archived, removed: found.removed };
      Object.assign(found, { archived: found.sealed.length, removed: old });
      return { archived: found.archived - before.archived, removed: old - before.removed };
    },
    async takePen(shard, fence, facts, by) {
      const found = at(shard);
      if (found.etag !== fence.etag) return { kind: 'fenced' };
      Object.assign(found, { etag: nextEtag(), penOf: by, facts });
      return { kind: 'appended', fence: fenceOf(found) };
    },
    facts: async (shard) => at(shard).facts,
  };
}
