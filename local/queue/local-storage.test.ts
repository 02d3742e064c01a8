// cspell:ignore restype
import { QueueSASPermissions } from '@azure/storage-queue';
import { code, openWorkbench, type Workbench } from './workbench.testsuite';

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench();
});
afterEach(() => bench.close());

test('all is there after the store opens again, receipts and what is hidden as well', async () => {
  await bench.queue.setMetadata({ tenant: 'contoso' });
  for (const text of ['1', '2', '3']) await bench.queue.sendMessage(text);
  const [first] = (await bench.queue.receiveMessages()).receivedMessageItems;
  bench = await bench.reopen();
  expect((await bench.queue.getProperties()).metadata).toEqual({ tenant: 'contoso' });
  const peeked = (await bench.queue.peekMessages({ numberOfMessages: 5 })).peekedMessageItems;
  expect(peeked.map(({ messageText }) => messageText)).toEqual(['2', '3']);
  expect(await code(bench.queue.deleteMessage(first!.messageId, first!.popReceipt))).toBe('done');
  const last = await bench.queue.sendMessage('4');
  expect(last.messageId).not.toBe(first!.messageId);
});

test('a step of the clock stops where a hidden message can be seen again, and no longer for one that is gone', async () => {
  await bench.queue.sendMessage('1', { visibilityTimeout: 60 });
  const { messageId, popReceipt } = await bench.queue.sendMessage('2', { visibilityTimeout: 30 });
  expect(bench.clock.nextDueAt()).toBe(bench.clock.now() + 30_000);
  await bench.queue.deleteMessage(messageId, popReceipt);
  expect(bench.clock.nextDueAt()).toBe(bench.clock.now() + 60_000);
  await bench.queue.clearMessages();
  expect(bench.clock.nextDueAt()).toBeUndefined();
});

test('what is not emulated answers 501 and is named', async () => {
  const hourMetrics = { version: '1.0', enabled: true, includeAPIs: true, retentionPolicy: { enabled: false } };
  await expect(bench.service.getStatistics()).rejects.toThrow('comp=stats');
  await expect(bench.service.setProperties({ hourMetrics })).rejects.toThrow('HourMetrics');
});

test('the rules of pages of other origins are kept, and hold', async () => {
  const rule = {
    allowedOrigins: 'https://contoso.com',
    allowedMethods: 'GET',
    allowedHeaders: '*',
    exposedHeaders: '*',
  };
  await bench.service.setProperties({ cors: [{ ...rule, maxAgeInSeconds: 60 }] });
  bench = await bench.reopen();
  expect((await bench.service.getProperties()).cors).toMatchObject([rule]);
  const ask = (origin: string) => {
    const headers = { origin, 'access-control-request-method': 'GET' };
    return bench.post({ url: bench.queue.url, method: 'OPTIONS', headers, body: '' });
  };
  expect((await ask('https://contoso.com')).headers['access-control-allow-origin']).toBe('https://contoso.com');
  expect((await ask('https://other.com')).headers['x-ms-error-code']).toBe('CorsPreflightFailure');
});

test('a queue keeps no policy that is none', async () => {
  const policy = { id: 'x', accessPolicy: { permissions: 'read' } };
  expect(await code(bench.queue.setAccessPolicy([policy as never]))).toBe('InvalidXmlDocument');
});

test.each([
  ['a message without its element', '<QueueMessage></QueueMessage>'],
  ['a character that there is not', '<QueueMessage><MessageText>&#x110000;</MessageText></QueueMessage>'],
])('%s is no message', async (_what, body) => {
  const signed = bench.queue.generateSasUrl({
    permissions: QueueSASPermissions.parse('a'),
    expiresOn: new Date(bench.clock.now() + 60_000),
  });
  const url = signed.replace('/orders?', '/orders/messages?');
  const answer = await bench.post({ url, method: 'POST', headers: {}, body });
  expect([answer.status, answer.headers['x-ms-error-code']]).toEqual([400, 'InvalidXmlDocument']);
});
