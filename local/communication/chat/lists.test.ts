import type { ChatClient } from '@azure/communication-chat';
import { NOON, startTrial, type Trial } from '../trial.testsuite';
import { listOf, startThread } from './thread.testsuite';

let trial: Trial;
beforeEach(async () => {
  trial = await startTrial();
});
afterEach(() => trial.stop());

test('history begins where it is shared from', async () => {
  const { ours, id } = await startThread(trial);
  await ours.sendMessage({ content: 'before' });
  await trial.step(1_000);
  const [late, early] = [await trial.newUser(), await trial.newUser()];
  await ours.addParticipants({
    participants: [
      { id: { communicationUserId: late.id } },
      { id: { communicationUserId: early.id }, shareHistoryTime: new Date(0) },
    ],
  });
  const textsFor = async (chat: ChatClient) =>
    (await listOf(chat.getChatThreadClient(id).listMessages())).flatMap(({ content }) => content?.message ?? []);
  expect(await textsFor(late.chat)).toEqual([]);
  expect(await textsFor(early.chat)).toEqual(['before']);
});

test('messages are listed the newest first, page by page, whatever is written meanwhile', async () => {
  const { ours } = await startThread(trial);
  for (let n = 1; n <= 5; n += 1) await ours.sendMessage({ content: String(n) });
  const texts: string[] = [];
  for await (const page of ours.listMessages({ maxPageSize: 2 }).byPage()) {
    texts.push(...page.flatMap(({ content }) => content?.message ?? []));
    await ours.sendMessage({ content: 'meanwhile' });
  }
  expect(texts).toEqual(['5', '4', '3', '2', '1']);
});

test('participants, threads and read receipts are listed whole, in pages of any size', async () => {
  const { ours, service, customer } = await startThread(trial);
  const friends = await Promise.all(Array.from({ length: 4 }, () => trial.newUser()));
  await ours.addParticipants({ participants: friends.map(({ id }) => ({ id: { communicationUserId: id } })) });
  const pages: number[] = [];
  for await (const page of ours.listParticipants({ maxPageSize: 4 }).byPage()) pages.push(page.length);
  expect(pages).toEqual([4, 2]);
  expect(await listOf(ours.listParticipants({ skip: 5 }))).toHaveLength(1);

  await service.chat.createChatThread({ topic: 'Support' });
  const topics = (await listOf(service.chat.listChatThreads({ maxPageSize: 1 }))).map(({ topic }) => topic);
  expect(topics).toEqual(['Sales', 'Support']);

  const { id } = await ours.sendMessage({ content: 'Hello' });
  const readers = [customer, ...friends].map(({ chat }) => chat.getChatThreadClient(ours.threadId));
  await Promise.all(readers.map((reader) => reader.sendReadReceipt({ chatMessageId: id })));
  expect(await listOf(ours.listReadReceipts({ maxPageSize: 2 }))).toHaveLength(5);
});

test('threads are listed by what was written last', async () => {
  const { id, ours, service } = await startThread(trial);
  const since = async () => listOf(service.chat.listChatThreads({ startTime: new Date(NOON + 1_000) }));
  await trial.step(1_000);
  expect(await since()).toEqual([]);
  await ours.sendMessage({ content: 'Hello' });
  expect(await since()).toMatchObject([{ id, lastMessageReceivedOn: new Date(NOON + 1_000) }]);
});

test('messages are listed from a given instant', async () => {
  const { ours } = await startThread(trial);
  await ours.sendMessage({ content: 'old' });
  await trial.step(1_000);
  await ours.sendMessage({ content: 'new' });
  const listed = await listOf(ours.listMessages({ startTime: new Date(NOON + 1_000) }));
  expect(listed.map(({ content }) => content?.message)).toEqual(['new']);
});
