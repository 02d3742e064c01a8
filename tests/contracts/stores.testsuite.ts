import { fold } from '../../shared/core/interaction/evolve';
import type { InteractionEvent } from '../../shared/core/interaction/events';
import type { Facts } from '../../shared/core/interaction/state';
import { agentIdOf, interactionIdOf, shardIdOf, tenantIdOf, type InteractionRef } from '../../shared/core/lib/ids';
import type { Entry } from '../../shared/core/routing/entries';
import type { ConfigStore } from '../../shared/ports/config-store';
import type { Addresses, Directory } from '../../shared/ports/directory';
import type { Inbox, InboxKey } from '../../shared/ports/inbox';
import type { InteractionStore, InteractionWrite, OpenAct } from '../../shared/ports/interaction-store';
import type { MessageStore, NewMessage } from '../../shared/ports/message-store';
import type { RoutingJournal, ShardRef } from '../../shared/ports/routing-journal';

const AT = Date.UTC(2026, 0, 5, 12);
const tenantId = tenantIdOf('contoso');
let count = 0;

/** Every test works on ids of its own: the stores are shared. */
const fresh = (what: string): string => `${what}/${(count += 1)} #?\\%`;
const freshRef = (): InteractionRef => ({ tenantId, interactionId: interactionIdOf(fresh('interaction')) });

const factsOf = (ref: InteractionRef): Facts => ({
  ...ref,
  channel: 'chat',
  customerAddress: '8:acs:customer',
  customerName: 'Grace',
  ourAddress: 'web',
  externalRef: '19:thread',
  flowId: 'main',
  configVersion: 1,
  openedAt: AT,
  continues: null,
});

function writeOf(
  events: readonly InteractionEvent[],
  from: number,
  openActs: readonly OpenAct[] = [],
): InteractionWrite {
  const interaction = fold(events);
  if (interaction === null) throw new TypeError('These events open no interaction.');
  return { interaction, openActs, refs: {}, events: events.slice(from) };
}

const opened = (ref: InteractionRef): InteractionEvent => ({ type: 'opened', at: AT, facts: factsOf(ref) });
const moved: InteractionEvent = { type: 'flowMoved', at: AT + 1, position: 'menu', memory: {}, answerBy: null };
const openAct = (listedAt: number): OpenAct => ({
  actId: '1/0',
  act: { kind: 'holdCustomer' },
  listedAt,
  claimedUntil: listedAt,
  tries: 0,
});

/** What every `InteractionStore` does. */
export function describeInteractionStore(name: string, store: () => InteractionStore): void {
  describe(`${name} as InteractionStore`, () => {
    test('an interaction is created once, with its events', async () => {
      const ref = freshRef();
      expect(await store().load(ref)).toBeUndefined();
      const write = writeOf([opened(ref), moved], 0, [openAct(AT)]);
      const saved = await store().create(write);
      expect(saved.kind).toBe('saved');
      expect(await store().create(write)).toEqual({ kind: 'exists' });
      const { interaction, openActs, refs } = write;
      expect(await store().load(ref)).toEqual({
        interaction,
        openActs,
        refs,
        etag: saved.kind === 'saved' && saved.etag,
      });
      expect(await store().timeline(ref)).toEqual([
        { seq: 1, event: opened(ref) },
        { seq: 2, event: moved },
      ]);
    });

    test('of two who save what they loaded one wins, and the other leaves nothing', async () => {
      const ref = freshRef();
      const saved = await store().create(writeOf([opened(ref)], 0));
      const etag = saved.kind === 'saved' ? saved.etag : '';
      const saves = ['one', 'two'].map((position) =>
        store().save(writeOf([opened(ref), { ...moved, position }], 1), etag),
      );
      expect((await Promise.all(saves)).map(({ kind }) => kind).sort()).toEqual(['conflict', 'saved']);
      expect(await store().timeline(ref)).toHaveLength(2);
    });

    test('the timeline is in order, however long', async () => {
      const ref = freshRef();
      const events = [opened(ref), ...Array.from({ length: 12 }, (_, n) => ({ ...moved, at: AT + n }))];
      let saved = await store().create(writeOf(events.slice(0, 1), 0));
      for (let n = 2; n <= events.length; n += 1) {
        if (saved.kind !== 'saved') throw new TypeError(`not saved: ${saved.kind}`);
        saved = (await store().save(writeOf(events.slice(0, n), n - 1), saved.etag)) as typeof saved;
      }
      expect((await store().timeline(ref)).map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 1));
    });

    test('the sweep finds those whose acts are open since before, oldest first', async () => {
      const refs = [freshRef(), freshRef(), freshRef(), freshRef()] as const;
      const long = Date.UTC(2020, 0, 1);
      for (const [i, ref] of refs.entries())
        await store().create(writeOf([opened(ref)], 0, i === 3 ? [] : [openAct(long + 10 - i), openAct(AT)]));
      expect(await store().withOpenActs(long + 10, 10)).toEqual([refs[2], refs[1]]);
      expect(await store().withOpenActs(long + 11, 2)).toEqual([refs[2], refs[1]]);
      const found = await store().load(refs[2]);
      await store().save(writeOf([opened(refs[2]), moved], 1), found?.etag ?? '');
      expect(await store().withOpenActs(long + 11, 9)).toEqual([refs[1], refs[0]]);
    });
  });
}

const messageOf = (ref: InteractionRef, sourceId: string, sentAt = AT): NewMessage => ({
  ref,
  direction: 'in',
  sourceId,
  author: { kind: 'customer', id: 'c', name: 'Grace' },
  text: `text of ${sourceId}`,
  html: null,
  attachments: [],
  sentAt,
  claimedUntil: 0,
  replyTo: null,
});

/** What every `MessageStore` does. */
export function describeMessageStore(name: string, store: () => MessageStore): void {
  describe(`${name} as MessageStore`, () => {
    test('a message is stored once', async () => {
      const ref = freshRef();
      const message = messageOf(ref, 'source/1?');
      const first = await store().append(message);
      expect(first).toMatchObject({ kind: 'stored', message });
      const second = await store().append(message);
      expect(second).toEqual({ ...first, kind: 'repeated' });
      expect(await store().has(ref, 'in', AT, 'source/1?')).toBe(true);
      expect(await store().has(ref, 'out', AT, 'source/1?')).toBe(false);
    });

    test('messages are listed by when they were sent, with their deliveries', async () => {
      const ref = freshRef();
      const late = await store().append(messageOf(ref, 'late', AT + 5));
      const early = await store().append(messageOf(ref, 'early', AT + 1));
      const delivery = { status: 'sent', providerId: 'p', at: AT } as const;
      expect(await store().recordDelivery(ref, early.message.key, delivery)).toBe('recorded');
      expect(await store().recordDelivery(ref, early.message.key, { status: 'failed', code: 'x', at: AT })).toBe(
        'repeated',
      );
      expect(await store().list(ref)).toEqual([
        { message: early.message, delivery },
        { message: late.message, delivery: undefined },
      ]);
      expect(await store().list(freshRef())).toEqual([]);
    });

    test('the one before is the one before in the same direction', async () => {
      const ref = freshRef();
      const [first, second] = [
        await store().append(messageOf(ref, 'a', AT)),
        await store().append(messageOf(ref, 'b', AT + 1)),
      ];
      await store().append({ ...messageOf(ref, 'c', AT + 2), direction: 'out' });
      const third = await store().append(messageOf(ref, 'd', AT + 3));
      await store().recordDelivery(ref, second.message.key, { status: 'sent', providerId: 'p', at: AT });
      expect(await store().previous(first.message)).toBeUndefined();
      expect((await store().previous(second.message))?.message).toEqual(first.message);
      expect(await store().previous(third.message)).toMatchObject({
        message: second.message,
        delivery: { providerId: 'p' },
      });
    });

    test('of two who claim a message one gets it', async () => {
      const { message } = await store().append(messageOf(freshRef(), 'claimed'));
      const claims = await Promise.all([store().claim(message, AT + 1), store().claim(message, AT + 2)]);
      expect(claims.map(({ kind }) => kind).sort()).toEqual(['claimed', 'taken']);
      const won = claims.find(({ kind }) => kind === 'claimed');
      expect((await store().list(message.ref))[0]?.message).toEqual(won?.kind === 'claimed' && won.message);
    });

    test('a delivered message never goes back to sent, whoever reports at once', async () => {
      const { message } = await store().append(messageOf(freshRef(), 'reported'));
      const sent = { status: 'sent', providerId: 'p', at: AT } as const;
      const reports = [sent, { ...sent, status: 'delivered' } as const, sent, sent];
      await Promise.all(reports.map((report) => store().reportDelivery(message.ref, message.key, report)));
      expect(await store().delivery(message.ref, message.key)).toMatchObject({ status: 'delivered' });
    });

    test('a delivered message never goes back to sent', async () => {
      const { message } = await store().append(messageOf(freshRef(), 'delivered'));
      const sent = { status: 'sent', providerId: 'p', at: AT } as const;
      await store().recordDelivery(message.ref, message.key, sent);
      await store().reportDelivery(message.ref, message.key, { ...sent, status: 'delivered' });
      await store().reportDelivery(message.ref, message.key, sent);
      expect(await store().delivery(message.ref, message.key)).toEqual({ ...sent, status: 'delivered' });
    });
  });
}

const keyOf = (): InboxKey => ({ tenantId, channel: 'sms', ourAddress: '+1555', customerAddress: fresh('customer') });

/** What every `Inbox` does. */
export function describeInbox(name: string, inbox: () => Inbox): void {
  describe(`${name} as Inbox`, () => {
    const open = { interactionId: interactionIdOf('one'), fromAt: AT };

    test('of two first events one opens', async () => {
      const key = keyOf();
      expect(await inbox().head(key)).toBeUndefined();
      const opens = [open, { ...open, interactionId: interactionIdOf('two') }].map((one) =>
        inbox().open(key, one, undefined),
      );
      expect((await Promise.all(opens)).sort()).toEqual(['conflict', 'opened']);
    });

    test('what closed is remembered, newest first, and another may open', async () => {
      const key = keyOf();
      await inbox().open(key, open, undefined);
      const agentId = agentIdOf('ada');
      await inbox().leave(key, interactionIdOf('another'), { agentId, closedAt: AT });
      expect((await inbox().head(key))?.open).toEqual(open);
      await inbox().leave(key, open.interactionId, { agentId, closedAt: AT + 9 });
      const left = await inbox().head(key);
      expect(left).toMatchObject({ open: null, recent: [{ ...open, agentId, closedAt: AT + 9 }] });
      const second = { interactionId: interactionIdOf('second'), fromAt: AT + 10 };
      expect(await inbox().open(key, second, left)).toBe('opened');
      expect(await inbox().open(key, open, left)).toBe('conflict');
      await inbox().leave(key, second.interactionId, { agentId: null, closedAt: AT + 11 });
      expect((await inbox().head(key))?.recent.map(({ interactionId }) => interactionId)).toEqual(['second', 'one']);
    });
  });
}

const shardOf = (): ShardRef => ({ tenantId, shardId: shardIdOf(fresh('shard')) });
const entry = (seq: number): Entry =>
  ({ seq, at: AT + seq, configVersion: 1, command: { type: 'tick' }, outcome: {}, acts: [], doneActs: [] }) as never;
const entries = (from: number, to: number): Entry[] => Array.from({ length: to - from + 1 }, (_, i) => entry(from + i));
const FACTS = { configVersion: 1, nextDueAt: AT, openActsSince: null };

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
      expect(await journal().load(shard)).toEqual({ snapshot: null, tail: entries(1, 400), fence });
    });

    test('after a roll it begins with the snapshot, and the old fence is worth nothing', async () => {
      const shard = shardOf();
      const { fence: first } = await journal().load(shard);
      const appended = await journal().append(shard, first, entries(1, 3), FACTS);
      if (appended.kind !== 'appended') throw new TypeError(appended.kind);
      const snapshot = { seq: 3, opaque: ['anything'] } as never;
      const rolled = await journal().roll(shard, appended.fence, snapshot, FACTS);
      if (rolled.kind !== 'appended') throw new TypeError(rolled.kind);
      expect(await journal().append(shard, appended.fence, entries(4, 4), FACTS)).toEqual({ kind: 'fenced' });
      expect(await journal().roll(shard, appended.fence, snapshot, FACTS)).toEqual({ kind: 'fenced' });
      expect((await journal().append(shard, rolled.fence, entries(4, 5), FACTS)).kind).toBe('appended');
      expect(await journal().roll(shard, appended.fence, snapshot, FACTS)).toEqual({ kind: 'fenced' });
      expect(await journal().load(shard)).toMatchObject({ snapshot, tail: entries(4, 5) });
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

    test('a desk, a mail cursor and a mail thread are kept', async () => {
      const { directory } = stores();
      const agentId = agentIdOf(fresh('agent'));
      const desk = { conversationId: 'a:1', serviceUrl: 'https://smba.example/' };
      expect(await directory.desk(tenantId, agentId)).toBeUndefined();
      await directory.putDesk(tenantId, agentId, desk);
      expect(await directory.desk(tenantId, agentId)).toEqual(desk);
      const mailbox = fresh('help@contoso.example');
      expect(await directory.mailCursor(tenantId, mailbox)).toBeNull();
      await directory.putMailCursor(tenantId, mailbox, 'https://graph.example/delta?token=1');
      expect(await directory.mailCursor(tenantId, mailbox)).toBe('https://graph.example/delta?token=1');
      await directory.putMailThread(tenantId, mailbox, '<2@x>', 'thread');
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
      expect(await directory.acknowledgeOnce(tenantId, thread, '2026-01-05')).toBe(true);
      expect(await directory.acknowledgeOnce(tenantId, thread, '2026-01-05')).toBe(false);
      expect(await directory.acknowledgeOnce(tenantId, thread, '2026-01-06')).toBe(true);
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
    const files = (content: string) => [{ name: 'tenant.json', content }];

    test('versions are numbered, kept, and the last one is live', async () => {
      const tenant = tenantIdOf(fresh('tenant'));
      expect(await store().liveVersion(tenant)).toBeUndefined();
      expect(await store().publish(tenant, files('a'))).toEqual({ kind: 'published', version: 1 });
      expect(await store().publish(tenant, files('b'))).toEqual({ kind: 'published', version: 2 });
      expect(await store().liveVersion(tenant)).toBe(2);
      expect(await store().read(tenant, 1)).toEqual({ version: 1, files: files('a') });
      expect(await store().read(tenant, 3)).toBeUndefined();
      expect(await store().tenants()).toContain(tenant);
    });

    test('of two who publish at once one has the version', async () => {
      const tenant = tenantIdOf(fresh('tenant'));
      const outcomes = await Promise.all([store().publish(tenant, files('a')), store().publish(tenant, files('b'))]);
      const published = outcomes.filter(({ kind }) => kind === 'published');
      expect(published.length).toBeGreaterThanOrEqual(1);
      expect(new Set(published.map((one) => one.kind === 'published' && one.version)).size).toBe(published.length);
    });
  });
}
