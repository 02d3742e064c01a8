// cspell:ignore straße
import { openAccount, type AnyAccount } from './any-account.testsuite';
import { code } from './workbench.testsuite';

let bench: AnyAccount;
beforeEach(async () => {
  bench = await openAccount();
});
afterEach(() => bench.close());

const take = async (options = {}) => (await bench.queue.receiveMessages(options)).receivedMessageItems;
const textsOf = (messages: readonly { readonly messageText: string }[]) =>
  messages.map(({ messageText }) => messageText);
const peek = async (numberOfMessages = 32) =>
  textsOf((await bench.queue.peekMessages({ numberOfMessages })).peekedMessageItems);
const taken = async (options = {}) => {
  const [message] = await take(options);
  if (message === undefined) throw new Error('There is no message.');
  return message;
};

describe('queues', () => {
  test('are created once; again with the same metadata is no mistake, with other metadata it is', async () => {
    expect((await bench.queue.createIfNotExists()).succeeded).toBe(false);
    expect(await code(bench.queue.create())).toBe('done');
    expect(await code(bench.queue.create({ metadata: { kind: 'x' } }))).toBe('QueueAlreadyExists');
  });

  test('are listed in pages, by prefix, with their metadata where it is asked for', async () => {
    const { prefix } = bench;
    for (const name of ['dead', 'archive'])
      await bench.service.createQueue(`${prefix}${name}`, { metadata: { kind: 'x' } });
    const pages = [];
    for await (const page of bench.service.listQueues({ includeMetadata: true, prefix }).byPage({ maxPageSize: 2 }))
      pages.push((page.queueItems ?? []).map(({ name, metadata }) => [name, metadata?.['kind']]));
    expect(pages).toEqual([
      [
        [`${prefix}archive`, 'x'],
        [`${prefix}dead`, 'x'],
      ],
      [[`${prefix}orders`, undefined]],
    ]);
  });

  test('tell their metadata and about how many messages they have, hidden ones among them', async () => {
    await bench.queue.setMetadata({ tenant: 'contoso' });
    await bench.queue.sendMessage('1');
    await bench.queue.sendMessage('2', { visibilityTimeout: 60 });
    expect(await bench.queue.getProperties()).toMatchObject({
      metadata: { tenant: 'contoso' },
      approximateMessagesCount: 2,
    });
  });

  test('that are deleted are gone with their messages', async () => {
    await bench.queue.sendMessage('1');
    await bench.queue.delete();
    expect(await bench.queue.exists()).toBe(false);
    expect((await bench.queue.deleteIfExists()).succeeded).toBe(false);
    expect(await code(bench.queue.sendMessage('2'))).toBe('QueueNotFound');
    expect(await code(take())).toBe('QueueNotFound');
  });

  test.each([
    ['No', 'OutOfRangeInput'],
    ['with_underscore', 'InvalidResourceName'],
    ['two--hyphens', 'InvalidResourceName'],
    ['-first', 'InvalidResourceName'],
    ['x'.repeat(64), 'OutOfRangeInput'],
  ])('a queue can not be called %s: %s', async (name, refusal) => {
    expect(await code(bench.service.createQueue(name))).toBe(refusal);
  });

  test('keep stored access policies', async () => {
    const accessPolicy = {
      startsOn: new Date('2026-10-05T12:00:00Z'),
      expiresOn: new Date('2026-10-06T12:00:00Z'),
      permissions: 'rp',
    };
    await bench.queue.setAccessPolicy([{ id: 'readers', accessPolicy }]);
    expect((await bench.queue.getAccessPolicy()).signedIdentifiers).toEqual([{ id: 'readers', accessPolicy }]);
    const many = Array.from({ length: 6 }, (_, n) => ({ id: String(n), accessPolicy }));
    expect(await code(bench.queue.setAccessPolicy(many))).toBe('InvalidXmlDocument');
  });
});

describe('messages', () => {
  test('come in the order in which they were put, as they were put', async () => {
    const texts = ['1 < 2 & "3"', "  it's straße  ", '', Buffer.from([0, 1, 255]).toString('base64')];
    for (const text of texts) await bench.queue.sendMessage(text);
    expect(await peek()).toEqual(texts);
    expect(textsOf(await take({ numberOfMessages: 3 }))).toEqual(texts.slice(0, 3));
    expect(textsOf(await take({ numberOfMessages: 3 }))).toEqual(texts.slice(3));
    expect(await take()).toEqual([]);
  });

  test('tell who they are when they are put and when they are taken', async () => {
    const put = await bench.queue.sendMessage('1', { messageTimeToLive: 3600 });
    expect(put.expiresOn.getTime() - put.insertedOn.getTime()).toBe(3_600_000);
    const message = await taken({ visibilityTimeout: 60 });
    expect(message).toMatchObject({
      messageId: put.messageId,
      insertedOn: put.insertedOn,
      expiresOn: put.expiresOn,
      dequeueCount: 1,
    });
    expect(message.popReceipt).not.toBe(put.popReceipt);
    expect(message.nextVisibleOn.getTime()).toBeGreaterThan(put.nextVisibleOn.getTime());
  });

  test('that were taken are hidden until their time is over, and then count how often they were taken', async () => {
    await bench.queue.sendMessage('1');
    const first = await taken({ visibilityTimeout: 2 });
    expect([await peek(), await take()]).toEqual([[], []]);
    await bench.pass(2500);
    const second = await taken({ visibilityTimeout: 2 });
    expect([second.messageId, second.dequeueCount]).toEqual([first.messageId, 2]);
    expect(await code(bench.queue.deleteMessage(first.messageId, first.popReceipt))).toBe('PopReceiptMismatch');
    expect(await code(bench.queue.deleteMessage(second.messageId, second.popReceipt))).toBe('done');
    expect(await code(bench.queue.deleteMessage(second.messageId, second.popReceipt))).toBe('MessageNotFound');
  });

  test('can be deleted after they could be seen again, as long as nobody else took them', async () => {
    await bench.queue.sendMessage('1');
    const { messageId, popReceipt } = await taken({ visibilityTimeout: 1 });
    await bench.pass(1500);
    expect(await peek()).toEqual(['1']);
    expect(await code(bench.queue.deleteMessage(messageId, popReceipt))).toBe('done');
  });

  test('may be put to be seen later, and not after their end', async () => {
    await bench.queue.sendMessage('later', { visibilityTimeout: 2 });
    expect(await peek()).toEqual([]);
    await bench.pass(2500);
    expect(await peek()).toEqual(['later']);
    const hiddenForLonger = bench.queue.sendMessage('never', { visibilityTimeout: 60, messageTimeToLive: 60 });
    expect(await code(hiddenForLonger)).toBe('InvalidQueryParameterValue');
  });

  test('end with their time to live, which may be for ever', async () => {
    await bench.queue.sendMessage('short', { messageTimeToLive: 1 });
    const put = await bench.queue.sendMessage('for ever', { messageTimeToLive: -1 });
    expect(put.expiresOn.getUTCFullYear()).toBe(9999);
    await bench.pass(1500);
    expect(await peek()).toEqual(['for ever']);
    const week = await bench.queue.sendMessage('a week');
    expect(week.expiresOn.getTime() - week.insertedOn.getTime()).toBe(7 * 86_400_000);
  });

  test('are given another text and another time by whoever has them, under a new receipt', async () => {
    await bench.queue.sendMessage('before');
    const { messageId, popReceipt } = await taken();
    const { popReceipt: next = '' } = await bench.queue.updateMessage(messageId, popReceipt, 'after', 0);
    expect(await peek()).toEqual(['after']);
    expect(await code(bench.queue.updateMessage(messageId, popReceipt, 'stale', 0))).toBe('PopReceiptMismatch');
    const { nextVisibleOn } = await bench.queue.updateMessage(messageId, next, undefined, 60);
    expect(nextVisibleOn).toBeInstanceOf(Date);
    expect(await peek()).toEqual([]);
  });

  test('whoever put one may delete it before anybody took it', async () => {
    const { messageId, popReceipt } = await bench.queue.sendMessage('a mistake');
    await bench.queue.deleteMessage(messageId, popReceipt);
    expect(await peek()).toEqual([]);
  });

  test('are cleared, hidden ones as well', async () => {
    await bench.queue.sendMessage('1');
    await bench.queue.sendMessage('2');
    await take();
    await bench.queue.clearMessages();
    expect((await bench.queue.getProperties()).approximateMessagesCount).toBe(0);
  });

  test('of many that take at once, each message goes to one', async () => {
    for (let n = 0; n < 8; n += 1) await bench.queue.sendMessage(String(n));
    const all = await Promise.all(Array.from({ length: 10 }, () => take()));
    expect(textsOf(all.flat()).sort()).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
  });
});

describe('limits', () => {
  test('a message has at most 64 KiB', async () => {
    expect(await code(bench.queue.sendMessage('x'.repeat(65_536)))).toBe('done');
    expect(await code(bench.queue.sendMessage('x'.repeat(65_537)))).toBe('RequestBodyTooLarge');
  });

  test.each([
    ['33 at once', { numberOfMessages: 33 }],
    ['none at once', { numberOfMessages: 0 }],
    ['hidden for no time', { visibilityTimeout: 0 }],
    ['hidden for more than a week', { visibilityTimeout: 604_801 }],
  ])('messages can not be taken %s', async (_, options) => {
    expect(await code(take(options))).toBe('OutOfRangeQueryParameterValue');
  });

  test('a message can not be hidden for more than a week', async () => {
    expect(await code(bench.queue.sendMessage('1', { visibilityTimeout: 604_801 }))).toBe(
      'OutOfRangeQueryParameterValue',
    );
  });
});
