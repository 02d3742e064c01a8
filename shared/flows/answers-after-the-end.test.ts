import { chatWord } from '../../tests/contracts/fakes/chat-word';
import { createFakeChannel, type FakeChannel } from '../../tests/contracts/fakes/message-channel';
import { createWorld, TENANT, type World } from '../../tests/contracts/fakes/world';
import type { AgentId, InteractionRef } from '../core/lib/ids';
import type { SendResult } from '../ports/channels';
import { finishInteraction } from './agents/finish-interaction';
import { reply } from './agents/reply';
import { leaveChat } from './customers/leave-chat';
import { startChat } from './customers/start-chat';
import { receiveChat } from './inbound/receive-chat';
import { receiveMail } from './inbound/receive-mail';
import { receiveSms } from './inbound/receive-sms';
import type { Deps } from './lib/deps';
import { sweepMessages } from './sweep-messages';

const THROTTLED = { kind: 'failed', code: 'throttled', retryable: true } as const;
const AWAY = { kind: 'failed', code: 'unknownOutcome', retryable: true } as const;
const REFUSED = { kind: 'failed', code: 'rejected', retryable: false } as const;
const MINUTE = 60_000;

let world: World;
let deps: Deps;
let mail: FakeChannel;
let cameron: AgentId;

beforeEach(async () => {
  world = await createWorld();
  mail = createFakeChannel();
  deps = { ...world.deps, email: { acs: mail, graph: mail } };
  cameron = await world.ready('cameron');
});

interface Talk {
  readonly ref: InteractionRef;
  readonly channel: FakeChannel;
  leave(): Promise<unknown>;
}

async function accepted(received: { readonly kind: string }, rest: Omit<Talk, 'ref'>): Promise<Talk> {
  if (!('ref' in received)) throw new Error(`It was ${received.kind}.`);
  await world.assign();
  await world.accept(cameron);
  return { ref: received.ref as InteractionRef, ...rest };
}

const conversations: Readonly<Record<'chat' | 'sms' | 'email', () => Promise<Talk>>> = {
  async chat() {
    const key = { tenantId: TENANT, entryPoint: 'contoso-web', customerName: 'Jane', key: 'k' };
    const thread = await startChat(deps, key);
    const received = await receiveChat(deps, chatWord(world, thread, 'My printer is broken', 1));
    const leave = () => leaveChat(deps, thread.threadId, thread.userId);
    return accepted(received, { channel: world.chat, leave });
  },
  async sms() {
    const line = { ourAddress: '+14255550101', customerAddress: '+14255550177' };
    const text = (words: string, n: number) =>
      receiveSms(deps, {
        ...{ sourceId: `sms-${n}`, externalRef: `${line.ourAddress}/${line.customerAddress}`, ...line },
        ...{ text: words, keyword: 'none', sentAt: deps.clock.now() + n },
      });
    return accepted(await text('repair', 1), { channel: world.sms, leave: () => text('STOP', 2) });
  },
  async email() {
    const from = { address: 'ada@customer.example', name: 'Ada' };
    const fetch = async (_mailbox: string, messageId: string) => ({
      ...{ messageId, internetMessageId: '<m1@customer.example>', conversationId: 'c1', nature: 'person' as const },
      ...{ from, answerTo: from, subject: 'Printer', text: 'It does not print.', html: null, answers: [] },
      ...{ attachments: [], receivedAt: deps.clock.now(), replyTo: messageId },
    });
    deps = { ...deps, mailboxes: { ...deps.mailboxes, fetch } };
    const received = await receiveMail(deps, { mailbox: 'help@contoso.example', messageId: 'm1' });
    return accepted(received, { channel: mail, leave: async () => undefined });
  },
};

const answer = ({ ref }: Talk, text = 'Send it in.') =>
  reply(deps, { ref, agentId: cameron, text, sourceId: text, sentAt: deps.clock.now() });

/** As the timer does, every minute. */
async function sweepFor(minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    await world.pass(MINUTE);
    await sweepMessages(deps);
  }
}

const deliveryOf = async ({ ref }: Talk) =>
  (await deps.messages.list(ref)).filter(({ message }) => message.author.kind === 'agent').at(-1)?.delivery;
const lastTold = () => world.desk.shown.filter(({ card }) => card === null).at(-1)?.text;

/** The agent answers while the channel takes nothing, and completes. */
async function answeredAndCompleted(kind: keyof typeof conversations, refusal: SendResult): Promise<Talk> {
  const talk = await conversations[kind]();
  talk.channel.answer(refusal);
  expect((await answer(talk)).delivery).toBe('left');
  await finishInteraction(deps, talk.ref, cameron, 'solved');
  expect(await world.phase(talk.ref)).toBe('closed');
  return talk;
}

describe.each(['chat', 'sms', 'email'] as const)(
  'given an answer by %s that was not taken when the agent ended it',
  (kind) => {
    test.each([THROTTLED, AWAY])('when there is room again, then the customer has it ($code)', async (refusal) => {
      const talk = await answeredAndCompleted(kind, refusal);
      talk.channel.answer(null);
      await sweepFor(2);
      expect(talk.channel.sent.at(-1)?.text).toContain('Send it in.');
      expect(await deliveryOf(talk)).toMatchObject({ status: 'sent' });
    });

    test('when it is refused for good in the end, then it has failed, and its agent is told', async () => {
      const talk = await answeredAndCompleted(kind, THROTTLED);
      talk.channel.answer(REFUSED);
      await sweepFor(2);
      expect(await deliveryOf(talk)).toMatchObject({ status: 'failed', code: 'rejected' });
      expect(lastTold()).toBe('Your message did not get through (rejected). You wrote: Send it in.');
    });

    test.each([THROTTLED, AWAY])(
      'when it is not taken for a day, then it has failed, and its agent is told ($code)',
      async (refusal) => {
        const talk = await answeredAndCompleted(kind, refusal);
        await sweepFor(24 * 60 + 2);
        expect(await deliveryOf(talk)).toMatchObject({ status: 'failed', code: refusal.code });
        expect(lastTold()).toContain('You wrote: Send it in.');
      },
    );
  },
);

test('given a customer of a chat who left before the answer was taken, then it has failed, and its agent is told', async () => {
  const talk = await conversations.chat();
  talk.channel.answer(THROTTLED);
  await answer(talk);
  await talk.leave();
  await finishInteraction(deps, talk.ref, cameron, 'solved');
  talk.channel.answer(null);
  const before = talk.channel.sent.length;
  await sweepFor(2);
  expect(talk.channel.sent).toHaveLength(before);
  expect(await deliveryOf(talk)).toMatchObject({ status: 'failed', code: 'customerLeft' });
  expect(lastTold()).toContain('You wrote: Send it in.');
});

test('given a customer who wants no more texts before the answer was taken, then its agent is told', async () => {
  const talk = await conversations.sms();
  talk.channel.answer(THROTTLED);
  await answer(talk);
  await talk.leave();
  talk.channel.answer(null);
  await sweepFor(2);
  expect(await deliveryOf(talk)).toMatchObject({ status: 'failed', code: 'optedOut' });
  expect(lastTold()).toContain('You wrote: Send it in.');
});

test('given an agent who talks on, when an answer is refused for good in the end, then they are told', async () => {
  const talk = await conversations.chat();
  talk.channel.answer(THROTTLED);
  await answer(talk);
  talk.channel.answer(REFUSED);
  await sweepFor(2);
  expect(lastTold()).toContain('You wrote: Send it in.');
});

test('given two answers that waited, when a process dies between them, then the second is found', async () => {
  const talk = await conversations.chat();
  talk.channel.answer(THROTTLED);
  await answer(talk, 'one');
  await world.pass(1);
  await answer(talk, 'two');
  await finishInteraction(deps, talk.ref, cameron, 'solved');
  await sweepFor(2);
  talk.channel.answer(null);
  const claim: Deps['messages']['claim'] = (message, until) =>
    message.text === 'two' ? Promise.reject(new Error('killed')) : deps.messages.claim(message, until);
  await world.pass(MINUTE);
  await sweepMessages({ ...deps, messages: { ...deps.messages, claim } });
  await sweepFor(2);
  expect(talk.channel.sent.slice(-2).map(({ text }) => text)).toEqual(['one', 'two']);
});
