import { NOON, startTrial } from './trial.testsuite';
import type { Mail } from './email/state';

const OURS = '+18005550100';
const GRACE = '+14255550123';
const OPERATION = '6f0a1d2e-0000-4000-8000-000000000001';
const mail = {
  senderAddress: 'support@contoso.example',
  content: { subject: 'Your order', plainText: 'It is on its way.' },
  recipients: { to: [{ address: 'grace@customer.example' }] },
};

test('chats, their members and what they may do outlive a restart', async () => {
  const before = await startTrial();
  const service = await before.newUser();
  const customer = await before.newUser(['chat.join.limited']);
  const create = { topic: 'Sales' };
  const options = { idempotencyToken: 'a', participants: [{ id: { communicationUserId: customer.id } }] };
  const created = await service.chat.createChatThread(create, options);
  const threadId = created.chatThread?.id ?? '';
  const { id } = await service.chat.getChatThreadClient(threadId).sendMessage({ content: 'Hello' });
  await before.stop();

  const after = await startTrial({ file: before.file });
  const theirs = after.chatAs(customer.token).getChatThreadClient(threadId);
  expect(await theirs.getMessage(id)).toMatchObject({ content: { message: 'Hello' } });
  const again = await after.chatAs(service.token).createChatThread(create, options);
  expect(again).toEqual(created);
  const next = await theirs.sendMessage({ content: 'Hi' });
  expect(Number(next.id)).toBeGreaterThan(Number(id));
  expect((await after.newUser()).id).not.toBe(customer.id);
  await after.stop();
});

test('reports that were still to come, come', async () => {
  const before = await startTrial();
  const [sent] = await before.sms.send({ from: OURS, to: [GRACE], message: 'Hello' }, { enableDeliveryReport: true });
  await before.email.beginSend(mail, { operationId: OPERATION });
  await before.step(1_000);
  expect(before.events).toEqual([]);
  await before.stop();

  const after = await startTrial({ file: before.file, startAt: NOON + 1_000 });
  await after.step(999);
  expect(after.events).toEqual([]);
  await after.step(1);
  expect(after.events.map(({ eventType, data }) => [eventType, (data as { messageId: string }).messageId])).toEqual([
    ['Microsoft.Communication.SMSDeliveryReportReceived', sent?.messageId],
    ['Microsoft.Communication.EmailDeliveryReportReceived', OPERATION],
  ]);
  expect(after.handset.texts(GRACE)).toMatchObject([{ message: 'Hello' }]);
  await after.stop();
});

test('what fell due while nothing ran is done at the start, once', async () => {
  const before = await startTrial();
  await before.sms.send({ from: OURS, to: [GRACE], message: 'Hello' }, { enableDeliveryReport: true });
  await before.stop();
  const during = await startTrial({ file: before.file, startAt: NOON + 86_400_000 });
  await during.settle();
  expect(during.events).toHaveLength(1);
  await during.stop();
  const after = await startTrial({ file: before.file, startAt: NOON + 86_400_000 });
  await after.step(86_400_000);
  expect(after.events).toEqual([]);
  await after.stop();
});

test('a process that dies between an answer and its event leaves the event to the next', async () => {
  const before = await startTrial({ publish: () => new Promise(() => undefined) });
  const messageId = await before.handset.text({ from: GRACE, to: OURS, message: 'Hello' });
  await before.stop();
  const after = await startTrial({ file: before.file });
  await after.settle();
  expect(after.events).toMatchObject([{ id: messageId, data: { message: 'Hello' } }]);
  await after.stop();
});

test('an event that is not taken is published again under the same id, and so is a mail', async () => {
  const tries: string[] = [];
  const mails: Mail[] = [];
  const once = <T>(list: T[], item: T) => {
    list.push(item);
    return list.length > 1 ? Promise.resolve() : Promise.reject(new Error('not now'));
  };
  const trial = await startTrial({
    publish: (event) => once(tries, event.id),
    onMail: (sent) => once(mails, sent),
  });
  const id = await trial.handset.text({ from: GRACE, to: OURS, message: 'Hello' });
  await trial.email.beginSend(mail, { operationId: OPERATION });
  await trial.settle();
  await trial.step(1_000);
  expect(tries).toEqual([id, id]);
  expect(mails.map((sent) => sent.id)).toEqual([OPERATION, OPERATION]);
  await trial.stop();
});

test('an operation and its mail outlive a restart', async () => {
  const before = await startTrial();
  await before.email.beginSend(mail, { operationId: OPERATION });
  await before.stop();
  const after = await startTrial({ file: before.file });
  const poller = await after.email.beginSend(mail, { operationId: OPERATION });
  expect(await poller.pollUntilDone()).toMatchObject({ status: 'Succeeded' });
  expect(after.mailboxes.of('grace@customer.example')).toHaveLength(1);
  await after.stop();
});
