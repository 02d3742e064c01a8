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
