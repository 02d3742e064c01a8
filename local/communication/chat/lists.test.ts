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

test("what was written before one's history begins cannot be read by its id either", async () => {
  const { ours, id } = await startThread(trial);
  const { id: before } = await ours.sendMessage({ content: 'before' });
  await trial.step(1_000);
  const late = await trial.newUser();
  await ours.addParticipants({ participants: [{ id: { communicationUserId: late.id } }] });
  const { id: after } = await ours.sendMessage({ content: 'after' });
  const theirs = late.chat.getChatThreadClient(id);
  await expect(theirs.getMessage(before)).rejects.toMatchObject({ statusCode: 404 });
  await expect(theirs.sendReadReceipt({ chatMessageId: before })).rejects.toMatchObject({ statusCode: 404 });
  expect((await theirs.getMessage(after)).content?.message).toBe('after');
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

test('an instant that is none is refused, for threads and for messages', async () => {
  const { id, service } = await startThread(trial);
  for (const path of ['/chat/threads', `/chat/threads/${id}/messages`]) {
    const answer = await trial.asUser(service.token, 'GET', `${path}?startTime=yesterday&api-version=2025-03-15`);
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'BadRequest' } } });
  }
});
