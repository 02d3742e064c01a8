import { fold } from '../../shared/core/interaction/evolve';
import type { InteractionEvent } from '../../shared/core/interaction/events';
import type { Facts } from '../../shared/core/interaction/state';
import { agentIdOf, interactionIdOf, tenantIdOf, type InteractionRef } from '../../shared/core/lib/ids';
import type { Inbox, InboxKey } from '../../shared/ports/inbox';
import type { InteractionStore, InteractionWrite, OpenAct } from '../../shared/ports/interaction-store';
import type { MessageStore, NewMessage } from '../../shared/ports/message-store';
import { AT, fresh, freshRef, tenantId } from './store-subjects';

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
const moved = { type: 'flowMoved', at: AT + 1, position: 'menu', memory: {}, answerBy: null } as const;
const openAct = (listedAt: number, actId = '1/0'): OpenAct => ({
  actId,
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

    test('as it stands now it is what the last one wrote, or nothing', async () => {
      const ref = freshRef();
      expect(await store().latest(ref)).toBeUndefined();
      expect(await store().load(ref)).toBeUndefined();
      await store().create(writeOf([opened(ref)], 0, [openAct(AT)]));
      expect(await store().latest(ref)).toEqual(await store().load(ref));
      expect((await store().latest(ref))?.openActs).toHaveLength(1);
    });

    test('the same id of another tenant is another interaction', async () => {
      const ref = freshRef();
      const other = { ...ref, tenantId: tenantIdOf('northwind') };
      await store().create(writeOf([opened(ref)], 0));
      expect(await store().load(other)).toBeUndefined();
      expect((await store().create(writeOf([opened(other)], 0))).kind).toBe('saved');
      expect((await store().load(other))?.interaction.facts.tenantId).toBe('northwind');
      expect((await store().load(ref))?.interaction.facts.tenantId).toBe(ref.tenantId);
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

    test('acts that are marked done are not open any more, whatever is written next, and the etag stands', async () => {
      const ref = freshRef();
      const acts = [openAct(AT, '1/0'), openAct(AT, '1/1'), openAct(AT, '2/0')] as const;
      const saved = await store().create({ ...writeOf([opened(ref)], 0, acts), refs: { kept: 'a' } });
      expect(await store().markDone(ref, acts.slice(0, 2), { call: 'c-1' })).toBe('marked');
      expect(await store().markDone(ref, acts.slice(0, 1), { call: 'c-2' })).toBe('repeated');
      const marked = await store().load(ref);
      expect(marked).toMatchObject({ openActs: [acts[2]], refs: { kept: 'a', call: 'c-1' } });
      expect(marked?.etag).toBe(saved.kind === 'saved' && saved.etag);
      // Whoever loaded before the mark keeps them listed: they are done all the same.
      await store().save(writeOf([opened(ref), moved], 1, acts), marked?.etag ?? '');
      expect(await store().load(ref)).toMatchObject({ openActs: [acts[2]], refs: { call: 'c-1' } });
      expect(await store().glance(ref)).toEqual({ interaction: writeOf([opened(ref), moved], 1).interaction });
      expect(await store().glance(freshRef())).toBeUndefined();
    });

    test('the sweep finds those whose earliest claim runs out in its time, the earliest first', async () => {
      const refs = [freshRef(), freshRef(), freshRef(), freshRef()] as const;
      const long = Date.UTC(2020, 0, 1);
      for (const [i, ref] of refs.entries())
        await store().create(writeOf([opened(ref)], 0, i === 3 ? [] : [openAct(AT), openAct(long + 10 - i)]));
      const found = await store().claimedUntil(long, long + 10);
      expect(found).toEqual([
        { ref: refs[2], dueAt: long + 8 },
        { ref: refs[1], dueAt: long + 9 },
      ]);
      expect(await store().claimedUntil(long + 9, long + 11)).toHaveLength(2);
      const latest = await store().load(refs[2]);
      await store().save(writeOf([opened(refs[2]), moved], 1), latest?.etag ?? '');
      expect(await store().claimedUntil(long, long + 10)).toHaveLength(1);
    });

    test('it is kept how far the sweep came', async () => {
      await store().putSweptTo(AT);
      await store().putSweptTo(AT + 1);
      expect(await store().sweptTo()).toBe(AT + 1);
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
      expect(await store().recordDelivery(early.message, delivery)).toBe('recorded');
      expect(await store().recordDelivery(early.message, { status: 'failed', code: 'x', at: AT })).toBe('repeated');
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
      await store().recordDelivery(second.message, { status: 'sent', providerId: 'p', at: AT });
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

    test('one whose claim ran out without a delivery is found, once', async () => {
      const [ref, delivered] = [freshRef(), freshRef()];
      const claimed = { claimedUntil: AT + 700 };
      await store().append({ ...messageOf(ref, 'lost'), ...claimed });
      await store().append({ ...messageOf(ref, 'lost too'), ...claimed });
      await store().append(messageOf(freshRef(), 'waits for an agent'));
      const { message } = await store().append({ ...messageOf(delivered, 'sent'), ...claimed });
      await store().recordDelivery(message, { status: 'sent', providerId: 'p', at: AT });
      expect(await store().undelivered(AT + 700, AT + 701)).toEqual([ref]);
      expect(await store().undelivered(AT + 600, AT + 700)).toEqual([]);
    });

    test('it is kept how far the sweep came', async () => {
      await store().putSweptTo(AT);
      await store().putSweptTo(AT + 1);
      expect(await store().sweptTo()).toBe(AT + 1);
    });

    test('a delivered message never goes back to sent', async () => {
      const { message } = await store().append(messageOf(freshRef(), 'delivered'));
      const sent = { status: 'sent', providerId: 'p', at: AT } as const;
      await store().recordDelivery(message, sent);
      await store().reportDelivery(message.ref, message.key, { ...sent, status: 'delivered' });
      await store().reportDelivery(message.ref, message.key, sent);
      expect(await store().delivery(message.ref, message.key)).toEqual({ ...sent, status: 'delivered' });
    });

    test('an older report, told again, does not take the place of a newer one', async () => {
      const { message } = await store().append(messageOf(freshRef(), 'replayed'));
      const failed = { status: 'failed', code: 'unreachable', at: AT + 1 } as const;
      const delivered = { status: 'delivered', providerId: 'p', at: AT + 2 } as const;
      for (const report of [failed, delivered, failed]) await store().reportDelivery(message.ref, message.key, report);
      expect(await store().delivery(message.ref, message.key)).toEqual(delivered);
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
