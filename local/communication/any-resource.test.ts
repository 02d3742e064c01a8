import type { EmailMessage } from '@azure/communication-email';
import { SmsClient } from '@azure/communication-sms';
import { openResource, type AnyResource } from './any-resource.testsuite';
import { listOf, newThread } from './chat/thread.testsuite';

let trial: AnyResource;
beforeAll(async () => {
  trial = await openResource();
});
afterAll(() => trial.stop());

const GRACE = '+14255550123';
/** Of a real resource only its own number and address are heard out. */
const { COMMUNICATION_NUMBER: from = '+18005550100', COMMUNICATION_SENDER: senderAddress = 'support@contoso.example' } =
  process.env;
const mail: EmailMessage = {
  senderAddress,
  content: { subject: 'Your order', plainText: 'It is on its way.' },
  recipients: { to: [{ address: 'grace@customer.example' }] },
};

describe('identities', () => {
  test.each([59, 1441])('a token for %i minutes is refused', async (tokenExpiresInMinutes) => {
    const user = await trial.identities.createUser();
    await expect(trial.identities.getToken(user, ['chat'], { tokenExpiresInMinutes })).rejects.toMatchObject({
      statusCode: 400,
    });
  });

  test('nobody gets a token for a user who does not exist', async () => {
    const { communicationUserId: known } = await trial.identities.createUser();
    const nobody = { communicationUserId: known.replace(/_.*$/, '_00000000-0000-4000-8000-000000000000') };
    await expect(trial.identities.getToken(nobody, ['chat'])).rejects.toMatchObject({ statusCode: 404 });
    await expect(trial.identities.deleteUser(nobody)).rejects.toMatchObject({ statusCode: 404 });
  });
});

describe('chat, by the scopes of a token', () => {
  test('a customer with chat.join.limited brings nobody in, and changes neither the thread nor what others wrote', async () => {
    const { id, theirs, ours, service, customer } = await newThread(trial);
    const forbidden = { statusCode: 403, code: 'Forbidden' };
    const stranger = { communicationUserId: (await trial.newUser()).id };
    await expect(theirs.addParticipants({ participants: [{ id: stranger }] })).rejects.toMatchObject(forbidden);
    await expect(theirs.removeParticipant({ communicationUserId: service.id })).rejects.toMatchObject(forbidden);
    await expect(theirs.updateTopic('Mine')).rejects.toMatchObject(forbidden);
    await expect(customer.chat.deleteChatThread(id)).rejects.toMatchObject(forbidden);
    await expect(customer.chat.createChatThread({ topic: 'Mine' })).rejects.toMatchObject(forbidden);
    const { id: messageId } = await ours.sendMessage({ content: 'Ours' });
    await expect(theirs.updateMessage(messageId, { content: 'Theirs' })).rejects.toMatchObject(forbidden);
    await expect(theirs.deleteMessage(messageId)).rejects.toMatchObject(forbidden);
  });

  test('chat.join brings people in, and makes no threads; voip does not chat', async () => {
    const { ours, id } = await newThread(trial);
    const joiner = await trial.newUser(['chat.join']);
    await ours.addParticipants({ participants: [{ id: { communicationUserId: joiner.id } }] });
    const friend = { communicationUserId: (await trial.newUser()).id };
    await joiner.chat.getChatThreadClient(id).addParticipants({ participants: [{ id: friend }] });
    await expect(joiner.chat.createChatThread({ topic: 'x' })).rejects.toMatchObject({ statusCode: 403 });
    const caller = await trial.newUser(['voip']);
    await expect(listOf(caller.chat.listChatThreads())).rejects.toMatchObject({ statusCode: 403 });
  });
});

describe('chat, in lists', () => {
  test('messages are listed the newest first, page by page, whatever is written meanwhile', async () => {
    const { ours } = await newThread(trial);
    for (let n = 1; n <= 5; n += 1) await ours.sendMessage({ content: String(n) });
    const texts: string[] = [];
    for await (const page of ours.listMessages({ maxPageSize: 2 }).byPage()) {
      texts.push(...page.flatMap(({ content }) => content?.message ?? []));
      await ours.sendMessage({ content: 'meanwhile' });
    }
    expect(texts).toEqual(['5', '4', '3', '2', '1']);
  });

  test('participants, threads and read receipts are listed whole, in pages of any size', async () => {
    const { ours, service, customer } = await newThread(trial);
    const friends = await Promise.all(Array.from({ length: 4 }, () => trial.newUser()));
    await ours.addParticipants({ participants: friends.map(({ id }) => ({ id: { communicationUserId: id } })) });
    const pages: number[] = [];
    for await (const page of ours.listParticipants({ maxPageSize: 4 }).byPage()) pages.push(page.length);
    expect(pages).toEqual([4, 2]);
    expect(await listOf(ours.listParticipants({ skip: 5 }))).toHaveLength(1);

    await service.chat.createChatThread({ topic: 'Support' });
    const topics = (await listOf(service.chat.listChatThreads({ maxPageSize: 1 }))).map(({ topic }) => topic);
    expect(topics.sort()).toEqual(['Sales', 'Support']);

    const { id } = await ours.sendMessage({ content: 'Hello' });
    const readers = [customer, ...friends].map(({ chat }) => chat.getChatThreadClient(ours.threadId));
    await Promise.all(readers.map((reader) => reader.sendReadReceipt({ chatMessageId: id })));
    expect(await listOf(ours.listReadReceipts({ maxPageSize: 2 }))).toHaveLength(5);
  });
});

test('a message above 28 KB is refused', async () => {
  const { ours } = await newThread(trial);
  await expect(ours.sendMessage({ content: 'x'.repeat(28 * 1024) })).rejects.toMatchObject({ statusCode: 413 });
});

describe('who may act for the resource', () => {
  test('nobody with another key', async () => {
    const key = Buffer.from('another key').toString('base64');
    const stranger = new SmsClient(`endpoint=${trial.url}/;accesskey=${key}`, trial.options);
    await expect(stranger.send({ from, to: [GRACE], message: 'x' })).rejects.toMatchObject({ statusCode: 401 });
  });

  test('no communication user', async () => {
    const { token } = await trial.newUser(['chat', 'voip']);
    const credential = { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) };
    const client = new SmsClient(trial.url, credential, trial.options);
    await expect(client.send({ from, to: [GRACE], message: 'x' })).rejects.toMatchObject({ statusCode: 401 });
  });
});

describe('text messages, none of which leaves', () => {
  test.each([
    ['too many recipients', { to: Array.from({ length: 101 }, () => GRACE), message: 'x' }],
    ['no recipient', { to: [], message: 'x' }],
    ['a text too long', { to: [GRACE], message: 'x'.repeat(2_049) }],
  ])('%s: all is refused', async (_what, { to, message }) => {
    await expect(trial.sms.send({ from, to, message })).rejects.toMatchObject({ statusCode: 400 });
  });
});

describe('mails, none of which leaves', () => {
  test.each([
    ['no body', { content: { subject: 'x' } as never }],
    ['no recipient', { recipients: { to: [] } }],
    ['51 recipients', { recipients: { to: Array.from({ length: 51 }, (_, n) => ({ address: `a${n}@x.example` })) } }],
    ['an address that is none', { recipients: { to: [{ address: 'grace' }] } }],
  ])('%s: refused', async (_what, change) => {
    await expect(trial.email.beginSend({ ...mail, ...change })).rejects.toMatchObject({ statusCode: 400 });
  });
});
