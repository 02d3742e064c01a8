import { startTrial, type Trial } from '../trial.testsuite';
import { refuseSize } from './sizes';
import { listOf } from './thread.testsuite';

let trial: Trial;
beforeEach(async () => {
  trial = await startTrial();
});
afterEach(() => trial.stop());

/** Users who may be named in a thread of a service. */
async function people(count: number) {
  const service = await trial.newUser(['chat']);
  const users = await Promise.all(Array.from({ length: count }, () => trial.identities.createUser()));
  const participants = users.map((id) => ({ id }));
  const create = async (some: typeof participants) => {
    const { chatThread } = await service.chat.createChatThread({ topic: 'Sales' }, { participants: some });
    return () => service.chat.getChatThreadClient(chatThread?.id ?? '');
  };
  return { participants, create };
}

const refused = { statusCode: 400, code: 'BadRequest' };

test('a thread has 250 participants, and 200 of them come at a time', async () => {
  const { participants, create } = await people(250);
  await expect(create(participants.slice(0, 201))).rejects.toMatchObject(refused);
  const thread = (await create(participants.slice(0, 200)))();
  const add = (from: number, to: number) => thread.addParticipants({ participants: participants.slice(from, to) });
  await expect(add(0, 201)).rejects.toMatchObject(refused);
  await expect(add(200, 250)).rejects.toMatchObject(refused);
  // Who is in already takes no place.
  await add(0, 200);
  expect(await listOf(thread.listParticipants())).toHaveLength(201);
});

test.each([
  { present: 201, admitted: 49, isFull: false },
  { present: 201, admitted: 50, isFull: true },
  { present: 250, admitted: 0, isFull: false },
])('$admitted more in a thread of $present: full is $isFull', ({ present, admitted, isFull }) => {
  expect(refuseSize([], admitted, present)?.status).toBe(isFull ? 400 : undefined);
});

test('a thread of more than 20 has neither read receipts nor typing', async () => {
  const { participants, create } = await people(20);
  const again = await create(participants);
  const ours = again();
  const { id } = await ours.sendMessage({ content: 'Hello' });
  await expect(ours.sendTypingNotification()).rejects.toMatchObject(refused);
  await expect(ours.sendReadReceipt({ chatMessageId: id })).rejects.toMatchObject(refused);
  await expect(listOf(ours.listReadReceipts())).rejects.toMatchObject(refused);
  await ours.removeParticipant(participants[0]!.id);
  // A client sends no second indicator within eight seconds: another one does.
  expect(await again().sendTypingNotification()).toBe(true);
  await ours.sendReadReceipt({ chatMessageId: id });
  expect(await listOf(ours.listReadReceipts())).toHaveLength(1);
});
