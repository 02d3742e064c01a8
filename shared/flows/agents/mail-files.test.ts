import { chatWord } from '../../../tests/contracts/fakes/chat-word';
import { createWorld, TENANT, type World } from '../../../tests/contracts/fakes/world';
import type { AgentId, InteractionRef } from '../../core/lib/ids';
import type { CustomerMessage } from '../../ports/channels';
import { receiveChat } from '../inbound/receive-chat';
import { receiveMail } from '../inbound/receive-mail';
import { startChat } from '../customers/start-chat';
import { behind } from '../given-behind.testsuite';
import type { Deps } from '../lib/deps';
import { keepMailFile } from './mail-files';
import { relayDeskText } from './relay-desk-text';
import { reply } from './reply';

const PDF = Buffer.from('%PDF-1.7 an offer');

let world: World;
let deps: Deps;
let cameron: AgentId;
let sent: CustomerMessage[];
beforeEach(async () => {
  world = await createWorld();
  sent = [];
  const send = async (message: CustomerMessage) => {
    sent.push(message);
    return {
      kind: 'sent',
      providerId: `${sent.length}`,
      internetMessageId: `<${sent.length}@contoso.example>`,
    } as const;
  };
  deps = {
    ...world.deps,
    email: { acs: { send }, graph: { send } },
    mailboxes: {
      ...world.deps.mailboxes,
      fetch: async (_mailbox, messageId) => ({
        ...{ messageId, internetMessageId: `<${messageId}@customer.example>`, nature: 'person' },
        conversationId: `conversation of ${messageId}`,
        ...{ from: { address: 'ada@customer.example', name: 'Ada' }, subject: 'Printer', text: 'What does one cost?' },
        ...{ answerTo: { address: 'ada@customer.example', name: 'Ada' }, html: null, answers: [], attachments: [] },
        ...{ receivedAt: world.deps.clock.now(), replyTo: messageId },
      }),
    },
  };
  cameron = await world.ready('cameron');
});

async function offered(messageId = 'm1'): Promise<InteractionRef> {
  const received = await receiveMail(deps, { mailbox: 'help@contoso.example', messageId });
  if (!('ref' in received)) throw new Error(`The mail was ${received.kind}.`);
  await world.assign();
  return received.ref;
}

async function mailing(messageId?: string): Promise<InteractionRef> {
  const ref = await offered(messageId);
  await world.accept(cameron);
  sent.length = 0;
  return ref;
}

const keep = (ref: InteractionRef, name = 'offer.pdf', content: Uint8Array = PDF) =>
  keepMailFile(deps, ref, cameron, { key: `key of ${name}`, name, content });
const answer = (ref: InteractionRef, fileIds: readonly string[]) =>
  reply(deps, { ref, agentId: cameron, text: 'See the offer.', fileIds, sourceId: 's1', sentAt: deps.clock.now() });

test('a file that was kept goes with the mail that names it, and is on record with it', async () => {
  const ref = await mailing();
  const { fileId } = await keep(ref);
  await answer(ref, [fileId]);
  const offer = { name: 'offer.pdf', contentType: 'application/pdf', sizeBytes: PDF.length };
  expect(sent).toMatchObject([{ text: 'See the offer.', attachments: [offer] }]);
  expect(Buffer.from((await deps.files.open(sent[0]!.attachments[0]!.url))!).equals(PDF)).toBe(true);
  const kept = (await deps.messages.list(ref))
    .map(({ message }) => message)
    .find(({ text }) => text === 'See the offer.');
  expect(kept?.attachments).toMatchObject([offer]);
});

test.each([
  ['runs', 'invoice.exe', 'hostileName'],
  ['is not what it says', 'picture.png', 'notWhatItSays'],
])('a file that %s is refused with why', async (_what, name, message) => {
  const ref = await mailing();
  await expect(keep(ref, name)).rejects.toMatchObject({ code: 'refused', details: [{ path: 'body', message }] });
});

test('what was never kept, or is too much for one mail, sends nothing', async () => {
  const ref = await mailing();
  await expect(answer(ref, [`${'0'.repeat(64)}.pdf`])).rejects.toMatchObject({ details: [{ message: 'missing' }] });
  const large = Buffer.concat([PDF, Buffer.alloc(4 * 1024 * 1024)]);
  const two = [(await keep(ref, 'one.pdf', large)).fileId, (await keep(ref, 'two.pdf', large)).fileId];
  await expect(answer(ref, two)).rejects.toMatchObject({ details: [{ message: 'tooLargeTogether' }] });
  expect(sent).toEqual([]);
  expect(await world.phase(ref)).toBe('active');
});

test.each([
  ['first', 'last'],
  ['last', 'first'],
])(
  'of several files a mail has those that it names, in that order, each with its own content: %s, %s',
  async (...names) => {
    const ref = await mailing();
    const ids = new Map<string, string>();
    for (const name of ['first', 'draft', 'last'])
      ids.set(name, (await keep(ref, `${name}.pdf`, Buffer.from(`%PDF-1.7 ${name}`))).fileId);
    await answer(
      ref,
      names.map((name) => ids.get(name) ?? ''),
    );
    const attached = sent[0]?.attachments ?? [];
    const contents = await Promise.all(attached.map(({ url }) => deps.files.open(url)));
    expect(contents.map((content) => Buffer.from(content ?? []).toString())).toEqual(
      names.map((name) => `%PDF-1.7 ${name}`),
    );
    expect(attached.map(({ name }) => name)).toEqual(names.map((name) => `${name}.pdf`));
  },
);

test('a file that was kept for another mail is not there for this one', async () => {
  const first = await mailing();
  const { fileId } = await keep(first);
  await answer(first, []);
  const second = await mailing('m2');
  await expect(answer(second, [fileId])).rejects.toMatchObject({ details: [{ message: 'missing' }] });
  expect(sent).toEqual([]);
});

test('who has just accepted the mail at another process attaches to it', async () => {
  const ref = await offered();
  const before = await deps.interactions.load(ref);
  await world.accept(cameron);
  const given = { key: 'some key', name: 'offer.pdf', content: PDF };
  expect(await keepMailFile(behind(world, before), ref, cameron, given)).toMatchObject({ name: 'offer.pdf' });
});

test('only who has the mail attaches to it, and only to a mail', async () => {
  const given = { key: 'some key', name: 'offer.pdf', content: PDF };
  const thread = await startChat(deps, { tenantId: TENANT, entryPoint: 'contoso-web', customerName: 'J', key: 'k' });
  const chat = await receiveChat(deps, chatWord(world, thread, 'My printer is broken', 1));
  if (chat.kind !== 'opened') throw new Error(`The first word was ${chat.kind}.`);
  await world.assign();
  await world.accept(cameron);
  await expect(keepMailFile(deps, chat.ref, cameron, given)).rejects.toMatchObject({ code: 'refused' });
  const ref = await mailing();
  const diego = await world.ready('diego');
  await expect(keepMailFile(deps, ref, diego, given)).rejects.toMatchObject({ code: 'notYours' });
  expect(await keepMailFile(deps, ref, cameron, given)).toMatchObject({ name: 'offer.pdf' });
});

test('what the agent attaches in Teams goes with the text in one mail; what cannot is said', async () => {
  const ref = await mailing();
  world.desk.files.set('https://teams.test/offer', PDF);
  await relayDeskText(deps, {
    ...{ tenantId: TENANT, agentId: cameron, text: 'See the offer.', sourceId: 'a1', inReplyTo: null },
    sentAt: deps.clock.now(),
    files: [
      { kind: 'file', name: 'offer.pdf', url: 'https://teams.test/offer' },
      { kind: 'file', name: 'setup.exe', url: 'https://teams.test/offer' },
    ],
  });
  expect(sent).toMatchObject([{ text: 'See the offer.', attachments: [{ name: 'offer.pdf' }] }]);
  expect(await world.phase(ref)).toBe('parked');
  expect(world.desk.shown.at(-1)?.text).toContain('setup.exe');
});

test('a mail ends as the tenant has mails end; what was written is kept without', async () => {
  const ref = await mailing();
  const { configs } = deps;
  const live: typeof configs.live = async (tenantId) => {
    const { config, ...rest } = await configs.live(tenantId);
    const notices = new Map([...config.notices, ['mailSignature', { en: '{agent}\nContoso, {queue}' }] as const]);
    return { ...rest, config: { ...config, notices } };
  };
  deps = { ...deps, configs: { ...configs, live } };
  await answer(ref, []);
  expect(sent[0]?.text).toBe('See the offer.\n\nCameron White\nContoso, Support');
  expect(sent[0]?.quoted).toMatchObject({
    from: 'Ada',
    text: expect.stringContaining('What does one cost?') as string,
  });
  expect((await deps.messages.list(ref)).some(({ message }) => message.text === 'See the offer.')).toBe(true);
});
