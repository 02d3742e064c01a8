import { agentIdOf, shardIdOf, tenantIdOf } from '../../shared/core/lib/ids';
import type { Entry } from '../../shared/core/routing/entries';
import type { Snapshot } from '../../shared/core/routing/snapshot-shape';
import type { ConfigStore } from '../../shared/ports/config-store';
import type { Addresses, Directory } from '../../shared/ports/directory';
import type { JournalSegment, RoutingJournal, ShardRef } from '../../shared/ports/routing-journal';
import { AT, fresh, tenantId } from './store-subjects';

export const shardOf = (): ShardRef => ({ tenantId, shardId: shardIdOf(fresh('shard')) });
const entry = (seq: number): Entry =>
  ({ seq, at: AT + seq, configVersion: 1, command: { type: 'tick' }, outcome: {}, acts: [], doneActs: [] }) as never;
export const entries = (from: number, to: number): Entry[] =>
  Array.from({ length: to - from + 1 }, (_, i) => entry(from + i));
export const FACTS = { configVersion: 1, nextDueAt: AT, openActsSince: null };

/** A snapshot of a shard in which every agent talks to somebody. */
export function largeSnapshot(agents: number): Snapshot {
  const each = <T>(make: (n: number) => T): T[] => Array.from({ length: agents }, (_, n) => make(n));
  const skills = Array.from({ length: 12 }, (_, n) => ({ skillId: `skill-${n}`, proficiency: (n % 5) + 1 }));
  const id = (kind: string, n: number) => `${kind}-${String(n).padStart(8, '0')}-4562-b3fc-2c963f66afa6`;
  const lists = {
    agents: each((n) => ({
      agentId: id('agent', n),
      availability: { kind: 'ready' },
      profile: { skills },
      idleSeq: n,
    })),
    visits: [],
    offers: [],
    assignments: each((n) => ({ assignmentId: id('offer', n), agentId: id('agent', n), visitId: id('visit', n) })),
    openActs: [],
    commands: each((n) => [id('command', n), { kind: 'accepted', seq: n }]),
    endedVisits: each((n) => [id('visit', n), 'answered']),
    endedOffers: [],
  };
  return { shardId: 'large', seq: 3, at: AT, configVersion: 1, ...lists } as never;
}

/** What every `RoutingJournal` does. */
export function describeRoutingJournal(name: string, journal: () => RoutingJournal): void {
  describe(`${name} as RoutingJournal`, () => {
    test('only the latest fence appends', async () => {
      const shard = shardOf();
      const { snapshot, tail, fence } = await journal().load(shard);
      expect([snapshot, tail]).toEqual([null, []]);
      const both = await Promise.all([
        journal().append(shard, fence, entries(1, 3), FACTS),
        journal().append(shard, fence, entries(1, 1), FACTS),
      ]);
      expect(both.map(({ kind }) => kind).sort()).toEqual(['appended', 'fenced']);
      const loaded = await journal().load(shard);
      expect(loaded.tail).toEqual(entries(1, both[0].kind === 'appended' ? 3 : 1));
      expect(await journal().facts(shard)).toEqual(FACTS);
    });

    test('the same shard of another tenant is another shard', async () => {
      const shard = shardOf();
      const other = { ...shard, tenantId: tenantIdOf('northwind') };
      const { fence } = await journal().load(shard);
      await journal().append(shard, fence, entries(1, 2), FACTS);
      expect((await journal().load(other)).tail).toEqual([]);
    });

    test('a long tail comes back whole and in order', async () => {
      const shard = shardOf();
      let { fence } = await journal().load(shard);
      for (const [from, to] of [
        [1, 120],
        [121, 122],
        [123, 400],
      ] as const) {
        const outcome = await journal().append(shard, fence, entries(from, to), FACTS);
        if (outcome.kind !== 'appended') throw new TypeError(outcome.kind);
        fence = outcome.fence;
      }
      expect(await journal().load(shard)).toEqual({ snapshot: null, tail: entries(1, 400), fence, penOf: null });
    });

    test('a shard of 5,000 agents rolls, and comes back whole and in order', async () => {
      const shard = shardOf();
      const { fence } = await journal().load(shard);
      const appended = await journal().append(shard, fence, entries(1, 3), FACTS);
      if (appended.kind !== 'appended') throw new TypeError(appended.kind);
      const snapshot = largeSnapshot(5_000);
      expect(JSON.stringify(snapshot).length).toBeGreaterThan(3 * 1024 * 1024);
      const rolled = await journal().roll(shard, appended.fence, snapshot, FACTS);
      expect(rolled.kind).toBe('appended');
      const loaded = await journal().load(shard);
      expect(loaded.snapshot).toEqual(snapshot);
      expect(loaded.tail).toEqual([]);
    });

    test('after a roll it begins with the snapshot, and the old fence is worth nothing', async () => {
      const shard = shardOf();
      const { fence: first } = await journal().load(shard);
      const appended = await journal().append(shard, first, entries(1, 3), FACTS);
      if (appended.kind !== 'appended') throw new TypeError(appended.kind);
      const snapshot = { seq: 3, visits: ['anything'] } as never;
      const rolled = await journal().roll(shard, appended.fence, snapshot, FACTS);
      if (rolled.kind !== 'appended') throw new TypeError(rolled.kind);
      expect(await journal().append(shard, appended.fence, entries(4, 4), FACTS)).toEqual({ kind: 'fenced' });
      expect(await journal().roll(shard, appended.fence, snapshot, FACTS)).toEqual({ kind: 'fenced' });
      expect((await journal().append(shard, rolled.fence, entries(4, 5), FACTS)).kind).toBe('appended');
      expect(await journal().roll(shard, appended.fence, snapshot, FACTS)).toEqual({ kind: 'fenced' });
      expect(await journal().load(shard)).toMatchObject({ snapshot, tail: entries(4, 5) });
    });

    test('its history is there from any time on', async () => {
      const shard = shardOf();
      const journalOf = journal();
      let { fence } = await journalOf.load(shard);
      const snapshotAt = (seq: number) => ({ seq, at: AT + seq }) as never;
      for (const [from, to] of [
        [1, 3],
        [4, 6],
        [7, 8],
      ] as const) {
        const appended = await journalOf.append(shard, fence, entries(from, to), FACTS);
        if (appended.kind !== 'appended') throw new TypeError(appended.kind);
        fence = appended.fence;
        if (to === 8) continue;
        const rolled = await journalOf.roll(shard, fence, snapshotAt(to), FACTS);
        if (rolled.kind !== 'appended') throw new TypeError(rolled.kind);
        fence = rolled.fence;
      }
      const all = [
        { snapshot: null, entries: entries(1, 3) },
        { snapshot: snapshotAt(3), entries: entries(4, 6) },
        { snapshot: snapshotAt(6), entries: entries(7, 8) },
      ];
      const since = async (at: number, of = shard) => {
        const segments: (JournalSegment | 'lost')[] = [];
        for await (const segment of journalOf.history(of, at)) segments.push(segment);
        return segments;
      };
      expect(await since(AT)).toEqual(all);
      // Archived it reads the same, and so it does when the journal has it no more.
      expect(await journalOf.archive(shard, AT + 10)).toEqual({ archived: 2, removed: 0 });
      expect(await journalOf.archive(shard, AT + 10)).toEqual({ archived: 0, removed: 0 });
      expect(await since(AT)).toEqual(all);
      expect(await journalOf.archive(shard, AT + 36 * 86_400_000)).toEqual({ archived: 0, removed: 2 });
      expect(await journalOf.load(shard)).toMatchObject({ snapshot: snapshotAt(6), tail: entries(7, 8) });
      expect(await since(AT + 2)).toEqual(all);
      expect(await since(AT + 5)).toEqual(all.slice(1));
      expect(await since(AT + 900)).toEqual(all.slice(2));
      // Entries of the millisecond in which a segment began may stand at the end of the one before.
      expect(await since(AT + 3)).toEqual(all);
      for (const segment of await since(AT, shardOf())) expect(segment).toEqual({ snapshot: null, entries: [] });
    });
  });
}

/** What every `Directory` and `Addresses` do. */
export function describeDirectory(
  name: string,
  stores: () => { readonly directory: Directory; readonly addresses: Addresses },
): void {
  describe(`${name} as Directory`, () => {
    test('an address has the owner put last', async () => {
      const address = fresh('+1 555');
      const owner = { tenantId, channel: 'sms', entryPoint: 'main', customer: null } as const;
      expect(await stores().addresses.find(address)).toBeUndefined();
      await stores().addresses.put(address, { ...owner, entryPoint: 'old' });
      await stores().addresses.put(address, owner);
      expect(await stores().addresses.find(address)).toEqual(owner);
    });

    test('an address is claimed by one, and by another only from its holder', async () => {
      const address = fresh('+1 556');
      const held = (tenant: string) =>
        ({ tenantId: tenantIdOf(tenant), channel: 'sms', entryPoint: 'main', customer: null }) as const;
      const { addresses } = stores();
      const both = await Promise.all([
        addresses.claim(address, held('a'), undefined),
        addresses.claim(address, held('b'), undefined),
      ]);
      expect([...both].sort()).toEqual(['claimed', 'lost']);
      const [winner, loser] = both[0] === 'claimed' ? ['a', 'b'] : ['b', 'a'];
      expect(await addresses.claim(address, held('c'), held(loser))).toBe('lost');
      expect(await addresses.claim(address, held('c'), held(winner))).toBe('claimed');
      expect(await addresses.find(address)).toEqual(held('c'));
    });

    test('a desk, a mail cursor and a mail thread are kept', async () => {
      const { directory } = stores();
      const agentId = agentIdOf(fresh('agent'));
      const desk = { conversationId: 'a:1', serviceUrl: 'https://smba.example/' };
      expect(await directory.desk(tenantId, agentId)).toBeUndefined();
      await directory.putDesk(tenantId, agentId, desk);
      expect(await directory.desk(tenantId, agentId)).toEqual(desk);
      await directory.forgetDesk(tenantId, agentId);
      await directory.forgetDesk(tenantId, agentId);
      expect(await directory.desk(tenantId, agentId)).toBeUndefined();
      const mailbox = fresh('help@contoso.example');
      expect(await directory.mailCursor(tenantId, mailbox)).toBeNull();
      await directory.putMailCursor(tenantId, mailbox, 'https://graph.example/delta?token=1');
      expect(await directory.mailCursor(tenantId, mailbox)).toBe('https://graph.example/delta?token=1');
      await directory.putMailThread(tenantId, mailbox, '<2@x>', 'thread', 'contoso/i-1/m-1');
      expect(await directory.sentMail(tenantId, mailbox, '<2@x>')).toBe('contoso/i-1/m-1');
      expect(await directory.mailThread(tenantId, mailbox, ['<1@x>', '<2@x>'])).toBe('thread');
      expect(await directory.mailThread(tenantId, mailbox, ['<3@x>'])).toBeUndefined();
    });

    test('a customer opts out once, and a thread is acknowledged once a day', async () => {
      const { directory } = stores();
      const customer = fresh('customer');
      expect(await directory.setOptedOut(tenantId, '+1', customer, false)).toBe('unchanged');
      expect(await directory.setOptedOut(tenantId, '+1', customer, true)).toBe('changed');
      expect(await directory.setOptedOut(tenantId, '+1', customer, true)).toBe('unchanged');
      expect([
        await directory.hasOptedOut(tenantId, '+1', customer),
        await directory.hasOptedOut(tenantId, '+2', customer),
      ]).toEqual([true, false]);
      const thread = fresh('thread');
      const acknowledge = (day: string, key: string) => directory.acknowledgeOnce(tenantId, thread, day, key);
      expect(await acknowledge('2026-01-05', 'one')).toBe(true);
      expect(await acknowledge('2026-01-05', 'two')).toBe(false);
      expect(await acknowledge('2026-01-05', 'one')).toBe(true);
      expect(await acknowledge('2026-01-06', 'two')).toBe(true);
    });

    test('of many who opt out or acknowledge at once, one is the first', async () => {
      const { directory } = stores();
      const customer = fresh('customer');
      const changes = await Promise.all([1, 2, 3].map(() => directory.setOptedOut(tenantId, '+1', customer, true)));
      expect(changes.filter((change) => change === 'changed')).toHaveLength(1);
    });
  });
}

/** What every `ConfigStore` does. */
export function describeConfigStore(name: string, store: () => ConfigStore): void {
  describe(`${name} as ConfigStore`, () => {
    const version = (content: string, replaces: number, restores: number | null = null) => ({
      files: [{ name: 'tenant.json', content }],
      change: {
        at: AT,
        author: { id: 'sofia@contoso', name: 'Sofia' },
        reason: `because ${content}`,
        replaces,
        restores,
      },
    });

    test('versions are numbered, kept, and the last one is live', async () => {
      const tenant = tenantIdOf(fresh('tenant'));
      expect(await store().liveVersion(tenant)).toBeUndefined();
      expect(await store().publish(tenant, version('a', 0))).toEqual({ kind: 'published', version: 1 });
      expect(await store().publish(tenant, version('b', 1))).toEqual({ kind: 'published', version: 2 });
      expect(await store().liveVersion(tenant)).toBe(2);
      expect(await store().read(tenant, 1)).toEqual({ version: 1, ...version('a', 0) });
      expect(await store().read(tenant, 3)).toBeUndefined();
      expect(await store().tenants()).toContain(tenant);
    });

    test('of two who publish at once one wins, and the other is told', async () => {
      const tenant = tenantIdOf(fresh('tenant'));
      const outcomes = await Promise.all([
        store().publish(tenant, version('a', 0)),
        store().publish(tenant, version('b', 0)),
      ]);
      expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['conflict', 'published']);
      const live = await store().liveVersion(tenant);
      expect(outcomes).toContainEqual({ kind: 'published', version: live });
    });

    test('a version that replaces what is not live is none', async () => {
      const tenant = tenantIdOf(fresh('tenant'));
      await store().publish(tenant, version('a', 0));
      expect(await store().publish(tenant, version('b', 0))).toEqual({ kind: 'conflict' });
      expect(await store().publish(tenant, version('b', 7))).toEqual({ kind: 'conflict' });
      expect(await store().liveVersion(tenant)).toBe(1);
    });

    test('history tells what was live, newest first', async () => {
      const tenant = tenantIdOf(fresh('tenant'));
      await store().publish(tenant, version('a', 0));
      await store().publish(tenant, version('b', 1));
      await store().publish(tenant, version('a', 2, 1));
      const history = await store().history(tenant, 2);
      expect(history).toEqual([
        { version: 3, change: version('a', 2, 1).change },
        { version: 2, change: version('b', 1).change },
      ]);
      expect(await store().history(tenantIdOf(fresh('nobody')), 2)).toEqual([]);
    });
  });
}
