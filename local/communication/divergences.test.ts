import { listOf, startThread } from './chat/thread.testsuite';
import { startTrial, type Trial } from './trial.testsuite';

let trial: Trial;
beforeEach(async () => {
  trial = await startTrial();
});
afterEach(() => trial.stop());

const DAY_MS = 86_400_000;

test('a deleted user stays listed in their threads', async () => {
  const { ours, customer } = await startThread(trial);
  await trial.identities.deleteUser({ communicationUserId: customer.id });
  const ids = (await listOf(ours.listParticipants())).map(({ id }) => id);
  expect(ids).toContainEqual(expect.objectContaining({ communicationUserId: customer.id }));
});

test('a retention policy is shown, and deletes nothing', async () => {
  const service = await trial.newUser();
  const retentionPolicy = { kind: 'threadCreationDate' as const, deleteThreadAfterDays: 30 };
  const { chatThread } = await service.chat.createChatThread({ topic: 'Sales' }, { retentionPolicy });
  await trial.step(31 * DAY_MS);
  const again = await trial.identities.getToken({ communicationUserId: service.id }, ['chat']);
  const thread = trial.chatAs(again.token).getChatThreadClient(chatThread?.id ?? '');
  expect(await thread.getProperties()).toMatchObject({ topic: 'Sales', retentionPolicy });
});

test('a retention policy that is set to nothing is none from then on', async () => {
  const { chat } = await trial.newUser();
  const retentionPolicy = { kind: 'threadCreationDate' as const, deleteThreadAfterDays: 90 };
  const { chatThread } = await chat.createChatThread({ topic: 'Sales' }, { retentionPolicy });
  const thread = chat.getChatThreadClient(chatThread?.id ?? '');
  await thread.updateProperties({ topic: 'Service' });
  expect(await thread.getProperties()).toMatchObject({ retentionPolicy });
  // Its type knows no null, its own suite sends one.
  await thread.updateProperties({ retentionPolicy: null } as object);
  expect(await thread.getProperties()).toMatchObject({ retentionPolicy: { kind: 'none' } });
});

test('any sender may write', async () => {
  const poller = await trial.email.beginSend({
    senderAddress: 'whoever@nowhere.example',
    content: { subject: 'Hello', html: '<p>Hello</p>' },
    recipients: { to: [{ address: 'grace@customer.example' }] },
  });
  expect(await poller.pollUntilDone()).toMatchObject({ status: 'Succeeded' });
  await trial.step(DAY_MS);
  expect(trial.eventsOf('EmailDeliveryReportReceived')).toHaveLength(1);
});

test.each(['', '?api-version=1999-12-31'])('the version of the API is not looked at: %p', async (version) => {
  const { token } = await trial.newUser();
  const answer = await trial.asUser(token, 'GET', `/chat/threads${version}`);
  expect(answer).toMatchObject({ status: 200 });
});
