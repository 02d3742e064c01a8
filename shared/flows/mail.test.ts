import { createWorld, TENANT, type World } from '../../tests/contracts/fakes/world';
import type { InteractionRef } from '../core/lib/ids';
import type { CustomerMessage } from '../ports/channels';
import type { InboundMail } from '../ports/mail';
import { reply } from './agents/reply';
import { receiveMail } from './inbound/receive-mail';
import type { Deps } from './lib/deps';
import { sweepInteractions } from './sweep-interactions';
import { settleInteraction } from './settle-interaction';
import { sweepMail } from './sweep-mail';
import { sweepMessages } from './sweep-messages';

const MAILBOX = 'help@contoso.example';
const CARE = 'care@contoso.example';
const ADA = { address: 'ada@customer.example', name: 'Ada' };
const THROTTLED = { kind: 'failed', code: 'throttled', retryable: true } as const;
const die = () => Promise.reject(new Error('killed'));
const DAY = 24 * 3_600_000;

let world: World;
let deps: Deps;
let inBox: Map<string, InboundMail | 'poison'>;
let sent: CustomerMessage[];

beforeEach(async () => {
  world = await createWorld();
  inBox = new Map();
  sent = [];
  const send = async (message: CustomerMessage) => {
    sent.push(message);
    const internetMessageId = `<ours-${sent.length}@contoso.example>`;
    return { kind: 'sent', providerId: internetMessageId, internetMessageId } as const;
  };
  const fetch = async (_mailbox: string, messageId: string) => {
    const found = inBox.get(messageId);
    if (found === 'poison') throw new Error('cannot be taken apart');
    return found;
  };
  const changes = async () => ({ messageIds: [...inBox.keys()], cursor: 'after' });
  const mailboxes = { fetch, changes, subscribe: async () => undefined };
  deps = { ...world.deps, mailboxes, email: { acs: { send }, graph: { send } } };
});

function put(messageId: string, mail: Partial<InboundMail> = {}): string {
  inBox.set(messageId, {
    messageId,
    internetMessageId: `<${messageId}@customer.example>`,
    conversationId: 'c1',
    nature: 'person',
    from: ADA,
    answerTo: mail.from ?? ADA,
    subject: 'Printer',
    text: 'It does not print.',
    html: null,
    answers: [],
    attachments: [],
    receivedAt: deps.clock.now(),
    replyTo: messageId,
    ...mail,
  });
  return messageId;
}

async function receive(messageId: string): Promise<InteractionRef> {
  const received = await receiveMail(deps, { mailbox: MAILBOX, messageId });
  if (!('ref' in received)) throw new Error(`The mail was ${received.kind}.`);
  return received.ref;
}

const answer = (ref: InteractionRef, agentId: Awaited<ReturnType<World['ready']>>) =>
  reply(deps, { ref, agentId, text: 'Send it in.', sourceId: 'r1', sentAt: deps.clock.now() });

async function talking() {
  const agentId = await world.ready('cameron');
  const ref = await receive(put('m1'));
  await world.assign();
  await world.accept(agentId);
  return { ref, agentId };
}

test('given an agent who answers, the mail is parked; after five business days it is closed', async () => {
  const { ref, agentId } = await talking();
  await answer(ref, agentId);
  expect(await world.phase(ref)).toBe('parked');
  await world.pass(4 * DAY);
  await settleInteraction(deps, ref);
  expect(await world.phase(ref)).toBe('parked');
  await world.pass(4 * DAY);
  await settleInteraction(deps, ref);
  expect(await world.phase(ref)).toBe('closed');
});

test('given a parked mail that comes again, by the sweep, it stays parked; a new one brings it back', async () => {
  const { ref, agentId } = await talking();
  await answer(ref, agentId);
  await receive('m1');
  expect(await world.phase(ref)).toBe('parked');
  await receive(put('m2'));
  expect(await world.phase(ref)).toBe('queued');
});

test('given a mail that came in the same second as the answer before it, taking it over does not park it', async () => {
  const { ref, agentId } = await talking();
  await answer(ref, agentId);
  await receive(put('m2'));
  await world.assign();
  await world.accept(agentId);
  await settleInteraction(deps, ref);
  expect(await world.phase(ref)).toBe('active');
});

test.each<[string, (deps: Deps) => Partial<Deps>]>([
  ['parked it', ({ interactions }) => ({ interactions: { ...interactions, save: die } })],
  ['wrote that down', ({ messages }) => ({ messages: { ...messages, recordDelivery: die } })],
])(
  'given a handler that died after the answer went out and before it %s, the sweep parks the mail',
  async (_what, at) => {
    const { ref, agentId } = await talking();
    await world.pass(1_000);
    const request = { ref, agentId, text: 'Send it in.', sourceId: 'r1', sentAt: deps.clock.now() };
    await expect(reply({ ...deps, ...at(deps) }, request)).rejects.toThrow('killed');
    for (let sweep = 0; sweep < 2; sweep += 1) {
      await world.pass(60_000);
      await sweepInteractions(deps);
      await sweepMessages(deps);
    }
    expect(await world.phase(ref)).toBe('parked');
    const answers = sent.filter(({ text }) => text === 'Send it in.');
    expect(answers).toHaveLength(2);
    expect(new Set(answers.map(({ key }) => key)).size).toBe(1);
  },
);

test('given an answer that was held up while the customer wrote again, it does not park what is not answered', async () => {
  const { ref, agentId } = await talking();
  const busy: Deps = { ...deps, email: { ...deps.email, graph: { send: async () => THROTTLED } } };
  const request = { ref, agentId, text: 'Send it in.', sourceId: 'r1', sentAt: deps.clock.now() };
  await reply(busy, request);
  await world.pass(90_000);
  await receive(put('m2'));
  await sweepMessages(deps);
  expect(sent.at(-1)?.text).toBe('Send it in.');
  expect(await world.phase(ref)).toBe('active');
});

test('given a mailbox that is throttled, the answer goes out with a later sweep, and the mail is parked then', async () => {
  const { ref, agentId } = await talking();
  const busy: Deps = { ...deps, email: { ...deps.email, graph: { send: async () => THROTTLED } } };
  const request = { ref, agentId, text: 'Send it in.', sourceId: 'r1', sentAt: deps.clock.now() };
  expect((await reply(busy, request)).delivery).toBe('left');
  await world.pass(90_000);
  await sweepMessages(deps);
  expect(sent.filter(({ text }) => text === 'Send it in.')).toHaveLength(1);
  expect(await world.phase(ref)).toBe('parked');
});

test('given a mailbox that answers as another address, mails leave as that; refused, the words are kept and the agent keeps the customer', async () => {
  const { ref, agentId } = await talking();
  const live: Deps['configs']['live'] = async (tenantId) => {
    const { config, ...rest } = await deps.configs.live(tenantId);
    const entryPoints = new Map([...config.entryPoints].map(([id, one]) => [id, { ...one, sendAs: CARE }]));
    return { ...rest, config: { ...config, entryPoints } };
  };
  const send = async (message: CustomerMessage) => {
    sent.push(message);
    return { kind: 'failed', code: 'sendAsDenied', retryable: false } as const;
  };
  const refusing = { ...deps, configs: { ...deps.configs, live }, email: { ...deps.email, graph: { send } } };
  const request = { ref, agentId, text: 'Send it in.', sourceId: 'r1', sentAt: deps.clock.now() };
  expect((await reply(refusing, request)).delivery).toMatchObject({ status: 'failed', code: 'sendAsDenied' });
  expect(sent.at(-1)).toMatchObject({ ourAddress: MAILBOX, sendAs: CARE });
  expect(await world.phase(ref)).toBe('active');
  const kept = await deps.messages.list(ref);
  expect(kept.map(({ message }) => message.text)).toContain('Send it in.');
  await reply({ ...deps, configs: refusing.configs }, { ...request, sourceId: 'r2' });
  expect(sent.at(-1)).toMatchObject({ text: 'Send it in.', sendAs: CARE });
  expect(await world.phase(ref)).toBe('parked');
});

test('given an agent who has not answered yet, no look ends the mail', async () => {
  const { ref } = await talking();
  const later: Deps = { ...deps, clock: { now: () => world.deps.clock.now() + 30 * DAY } };
  expect(await settleInteraction(later, ref)).toMatchObject({ kind: 'open', stage: 'active' });
});

test('given a mail that cannot be taken, the sweep takes those behind it and leaves that one to Event Grid', async () => {
  inBox.set('bad', 'poison');
  put('good');
  await sweepMail(deps, 'state');
  expect(sent).toHaveLength(1);
  expect(world.published).toContainEqual({
    type: 'Switchboard.MailNotified',
    tenantId: TENANT,
    mailbox: MAILBOX,
    messageId: 'bad',
  });
  expect(await deps.directory.mailCursor(TENANT, MAILBOX)).toBe('after');
});

test('given a mailbox of which Graph will tell us nothing, the sweep takes its mails all the same, and says so', async () => {
  put('m1');
  const subscribe = async () => Promise.reject(new Error('Graph answered 403 to a subscription to a mailbox.'));
  await sweepMail({ ...deps, mailboxes: { ...deps.mailboxes, subscribe } }, 'state');
  expect(sent).toHaveLength(1);
  // The alert `mail-failing` looks for these words.
  expect(world.warnings).toEqual([expect.stringMatching(/^mailbox not subscribed/u)]);
});

test('given a mail that copies a Message-ID of ours, what became of ours is still noted', async () => {
  const ref = await receive(put('m1'));
  await receive(put('copied', { internetMessageId: '<ours-1@contoso.example>', conversationId: 'other' }));
  const bounce = { nature: 'bounce', answers: ['<ours-1@contoso.example>'] } as const;
  expect(await receiveMail(deps, { mailbox: MAILBOX, messageId: put('b1', bounce) })).toEqual({ kind: 'automatic' });
  const messages = await deps.messages.list(ref);
  expect(messages.map(({ message, delivery }) => [message.direction, delivery?.status])).toEqual([
    ['in', undefined],
    ['out', 'failed'],
    ['in', undefined],
  ]);
});

test('given a stranger in the thread, the answer goes to the customer and answers their own mail', async () => {
  const { ref, agentId } = await talking();
  const eve = { address: 'eve@elsewhere.example', name: 'Ada' };
  await receive(put('m2', { from: eve, answers: ['<m1@customer.example>'], conversationId: 'c2' }));
  expect(world.desk.shown.at(-1)?.text).toContain('Ada <eve@elsewhere.example>: ');
  await answer(ref, agentId);
  expect(sent.at(-1)).toMatchObject({ customerAddress: ADA.address, replyTo: 'm1' });
});
