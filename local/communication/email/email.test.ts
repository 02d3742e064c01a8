import type { EmailMessage } from '@azure/communication-email';
import { NOON, startTrial, type Trial } from '../trial.testsuite';
import type { Mail } from './state';

let trial: Trial;
let left: Mail[];
beforeEach(async () => {
  left = [];
  trial = await startTrial({ onMail: async (mail) => void left.push(mail) });
});
afterEach(() => trial.stop());

const OPERATION = '6f0a1d2e-0000-4000-8000-000000000001';
const GRACE = 'grace@customer.example';
const mail: EmailMessage = {
  senderAddress: 'support@contoso.example',
  content: { subject: 'Your order', plainText: 'It is on its way.', html: '<p>It is on its way.</p>' },
  recipients: { to: [{ address: GRACE, displayName: 'Grace "G" Hopper' }] },
};
const faultyStatuses = () =>
  trial.eventsOf('EmailDeliveryReportReceived').map(({ data }) => (data as { status: string }).status);

test('a mail goes out, and the poller sees the end of it', async () => {
  const poller = await trial.email.beginSend(mail, { operationId: OPERATION });
  expect(await poller.pollUntilDone()).toMatchObject({ id: OPERATION, status: 'Succeeded' });
  await trial.settle();
  expect(left).toEqual(trial.mailboxes.of('Grace@customer.example'));
  expect(left).toMatchObject([{ id: OPERATION, subject: 'Your order', from: 'support@contoso.example', sentAt: NOON }]);
});

test('an operation runs until the clock says otherwise', async () => {
  const slow = await startTrial({ mailProcessingMs: 5_000 });
  const poller = await slow.email.beginSend(mail);
  expect(poller.getOperationState().status).toBe('running');
  expect(poller.isDone()).toBe(false);
  await slow.step(5_000);
  await poller.poll();
  expect(poller.getResult()).toMatchObject({ status: 'Succeeded' });
  await slow.stop();
});

test('the mailbox has the mail with its headers, and nobody sees the blind copies', async () => {
  await trial.email.beginSend({
    ...mail,
    recipients: { ...mail.recipients, bcc: [{ address: 'audit@contoso.example' }] },
    replyTo: [{ address: 'queue@contoso.example' }],
    headers: { 'In-Reply-To': '<first@customer.example>', 'x-ms-acsemail-validate-message-id': 'true' },
    attachments: [{ name: 'a.txt', contentType: 'text/plain', contentInBase64: 'aGk=' }],
  });
  const [got] = trial.mailboxes.of(GRACE);
  expect(got?.headers).toEqual({
    From: 'support@contoso.example',
    To: '"Grace \\"G\\" Hopper" <grace@customer.example>',
    'Reply-To': 'queue@contoso.example',
    Subject: 'Your order',
    Date: 'Mon, 05 Oct 2026 12:00:00 GMT',
    'Message-ID': expect.stringMatching(/^<[0-9a-f-]{36}@contoso\.example>$/),
    'In-Reply-To': '<first@customer.example>',
  });
  expect(got?.attachments).toEqual([
    { name: 'a.txt', contentType: 'text/plain', contentInBase64: 'aGk=', contentId: null },
  ]);
  expect(trial.mailboxes.addresses()).toEqual(['audit@contoso.example', GRACE]);
});

test('a repeat under the same operation id sends nothing', async () => {
  const send = () => trial.email.beginSend(mail, { operationId: OPERATION });
  await Promise.all([send(), send()]);
  await (await send()).pollUntilDone();
  await trial.step(2_000);
  expect(left).toHaveLength(1);
  expect(trial.events).toHaveLength(1);
});

test('a chosen message id is kept while it is the only one', async () => {
  const chosen = { ...mail, headers: { 'Message-ID': '<mine@contoso.example>' } };
  await trial.email.beginSend(chosen);
  await trial.email.beginSend(chosen);
  await trial.email.beginSend({ ...mail, headers: { 'Message-ID': 'not one' } });
  const ids = trial.mailboxes.of(GRACE).map(({ internetMessageId }) => internetMessageId);
  expect(ids[0]).toBe('<mine@contoso.example>');
  expect(new Set(ids).size).toBe(3);
  expect(ids[2]).toMatch(/^<[0-9a-f-]{36}@contoso\.example>$/);
});

test('each recipient has a report of the delivery', async () => {
  await trial.email.beginSend(mail, { operationId: OPERATION });
  await trial.step(2_000);
  expect(trial.events).toMatchObject([
    {
      subject: `sender/support@contoso.example/message/${OPERATION}`,
      eventType: 'Microsoft.Communication.EmailDeliveryReportReceived',
      data: {
        sender: 'support@contoso.example',
        recipient: GRACE,
        messageId: OPERATION,
        internetMessageId: left[0]?.internetMessageId,
        status: 'Delivered',
        deliveryStatusDetails: { statusMessage: '', recipientMailServerHostName: 'customer.example' },
        deliveryAttemptTimeStamp: '2026-10-05T12:00:02.000Z',
      },
    },
  ]);
});

test.each([
  ['unreachable', ['Bounced']],
  ['blocked', ['Suppressed']],
  ['silent', []],
] as const)('%s: %j is reported', async (fault, statuses) => {
  await trial.faults.set(GRACE, fault);
  await (await trial.email.beginSend(mail)).pollUntilDone();
  await trial.step(2_000);
  expect(faultyStatuses()).toEqual(statuses);
  expect(trial.mailboxes.of(GRACE)).toHaveLength(fault === 'silent' ? 1 : 0);
});

test('the operation fails when nobody may get the mail', async () => {
  await trial.faults.set(GRACE, 'refused');
  // The client asks for the state of the operation before it returns.
  await expect(trial.email.beginSend(mail)).rejects.toThrow('EmailDroppedAllRecipientsSuppressed');
  await trial.step(2_000);
  expect(trial.events).toEqual([]);
});

test('who reads a mail and follows its links is reported, unless the mail forbids it', async () => {
  const { id } = await (await trial.email.beginSend(mail)).pollUntilDone();
  expect(await trial.mailboxes.engage({ address: GRACE, mailId: id, link: null })).toBe('reported');
  const link = 'https://contoso.example/orders/1';
  await trial.mailboxes.engage({ address: GRACE, mailId: id, link });
  await trial.settle();
  expect(trial.eventsOf('EmailEngagementTrackingReportReceived')).toMatchObject([
    {
      subject: `sender/support@contoso.example/message/${id}`,
      data: { recipient: GRACE, messageId: id, engagementType: 'view', engagementContext: '' },
    },
    { data: { engagementType: 'click', engagementContext: link, userActionTimestamp: new Date(NOON).toISOString() } },
  ]);
  const poller = await trial.email.beginSend({ ...mail, disableUserEngagementTracking: true });
  const { id: quiet } = await poller.pollUntilDone();
  expect(await trial.mailboxes.engage({ address: GRACE, mailId: quiet, link: null })).toBe('notTracked');
  expect(await trial.mailboxes.engage({ address: 'nobody@x.example', mailId: id, link: null })).toBe('noSuchMail');
});
