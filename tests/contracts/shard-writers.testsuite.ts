import type { RoutingJournal } from '../../shared/ports/routing-journal';
import { entries, FACTS, shardOf } from './shard-stores.testsuite';
import { AT } from './store-subjects';

/** What every `RoutingJournal` does for writers that share a shard. */
export function describeJournalWriters(name: string, journal: () => RoutingJournal): void {
  describe(`${name} as RoutingJournal of several writers`, () => {
    test('what was written since a fence is told, over sealed segments too', async () => {
      const shard = shardOf();
      const { fence: first } = await journal().load(shard);
      const told = async (fence = first) => {
        const since = await journal().since(shard, fence);
        if (since.kind === 'gone') throw new TypeError(since.kind);
        return since;
      };
      expect(await told()).toEqual({ kind: 'since', entries: [], fence: first, penOf: null, segmentEntries: 0 });
      const appended = await journal().append(shard, first, entries(1, 60), FACTS);
      if (appended.kind !== 'appended') throw new TypeError(appended.kind);
      expect(await told()).toMatchObject({ entries: entries(1, 60), fence: appended.fence, segmentEntries: 60 });
      expect(await told(appended.fence)).toMatchObject({ entries: [], fence: appended.fence, segmentEntries: 60 });
      const rolled = await journal().roll(shard, appended.fence, { seq: 60, at: AT + 60 } as never, FACTS);
      if (rolled.kind !== 'appended') throw new TypeError(rolled.kind);
      const last = await journal().append(shard, rolled.fence, entries(61, 62), FACTS);
      if (last.kind !== 'appended') throw new TypeError(last.kind);
      expect(await told()).toMatchObject({ entries: entries(1, 62), fence: last.fence, segmentEntries: 2 });
      expect(await journal().latest(shard, first)).toEqual(await told());
      expect(await told(appended.fence)).toMatchObject({ entries: entries(61, 62), fence: last.fence });
      expect((await journal().append(shard, (await told()).fence, entries(63, 63), FACTS)).kind).toBe('appended');
    });

    test('who has the pen is seen, fences the others, and loses it with an append', async () => {
      const shard = shardOf();
      const { fence } = await journal().load(shard);
      const both = await Promise.all(['one', 'two'].map((by) => journal().takePen(shard, fence, FACTS, by)));
      expect(both.map(({ kind }) => kind).sort()).toEqual(['appended', 'fenced']);
      expect(await journal().takePen(shard, fence, FACTS, 'late')).toEqual({ kind: 'fenced' });
      const penOf = both[0]?.kind === 'appended' ? 'one' : 'two';
      expect(await journal().append(shard, fence, entries(1, 1), FACTS)).toEqual({ kind: 'fenced' });
      expect(await journal().since(shard, fence)).toMatchObject({ entries: [], penOf });
      const loaded = await journal().load(shard);
      expect(loaded).toMatchObject({ tail: [], penOf });
      expect(await journal().facts(shard)).toEqual(FACTS);
      const over = await journal().takePen(shard, loaded.fence, FACTS, 'three');
      if (over.kind !== 'appended') throw new TypeError(over.kind);
      const appended = await journal().append(shard, over.fence, entries(1, 1), FACTS);
      if (appended.kind !== 'appended') throw new TypeError(appended.kind);
      expect(await journal().load(shard)).toMatchObject({ tail: entries(1, 1), fence: appended.fence, penOf: null });
      const held = await journal().takePen(shard, appended.fence, FACTS, 'one');
      if (held.kind !== 'appended') throw new TypeError(held.kind);
      expect((await journal().takePen(shard, held.fence, FACTS, null)).kind).toBe('appended');
      expect(await journal().since(shard, fence)).toMatchObject({ entries: entries(1, 1), penOf: null });
    });
  });
}
