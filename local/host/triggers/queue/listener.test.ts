import { createClock, type Clock } from '../../../kit/clock';
import { createWork } from '../../../kit/work';
import type { QueueSettings } from '../../settings';
import { fromTypedData } from '../../worker/typed-data';
import { createBackoff } from './backoff';
import { createListener } from './listener';
import type { Given } from './message';
import type { Queue, TakenMessage } from './queue';
import { poisonNameOf } from './queue-trigger';

const NOON = Date.UTC(2026, 0, 5, 12);
const SETTINGS: QueueSettings = {
  ...{ encoding: 'base64', batchSize: 16, newBatchThreshold: 8, maxDequeueCount: 3 },
  ...{ visibilityTimeoutMs: 0, maxPollingIntervalMs: 60_000 },
};
const base64 = (text: string) => Buffer.from(text).toString('base64');

/** A queue in memory, which notes what is asked of it. */
function queueOn(clock: Clock, name = 'orders') {
  const messages = new Map<string, { text: string; visibleAt: number; dequeueCount: number; receipt: number }>();
  const noted: string[] = [];
  let receipts = 0;
  const queue: Queue = {
    name,
    exists: async () => true,
    async take(most, hiddenForMs) {
      const visible = [...messages].filter(([, { visibleAt }]) => visibleAt <= clock.now()).slice(0, most);
      if (visible.length > 0) noted.push(`take ${visible.length}`);
      return visible.map(([id, message]): TakenMessage => {
        message.visibleAt = clock.now() + hiddenForMs;
        message.dequeueCount += 1;
        message.receipt = receipts += 1;
        const { text, dequeueCount, visibleAt } = message;
        const lasts = { insertedAt: NOON, expiresAt: NOON + 7 * 86_400_000, nextVisibleAt: visibleAt };
        return { id, text, dequeueCount, ...lasts, popReceipt: String(message.receipt) };
      });
    },
    async hide({ id, popReceipt }, forMs) {
      const message = messages.get(id);
      if (message === undefined || String(message.receipt) !== popReceipt) return undefined;
      noted.push(`hide ${id} ${forMs}`);
      message.visibleAt = clock.now() + forMs;
      message.receipt = receipts += 1;
      return String(message.receipt);
    },
    async delete({ id, popReceipt }) {
      if (String(messages.get(id)?.receipt) === popReceipt) messages.delete(id);
    },
    add: async (text) =>
      void messages.set(String(messages.size + 1), { text, visibleAt: 0, dequeueCount: 0, receipt: 0 }),
  };
  return { queue, noted, texts: () => [...messages.values()].map(({ text }) => text) };
}

type Run = (given: Given) => Promise<unknown>;
function bench(run: Run, given: Partial<QueueSettings> & { dataType?: 'binary'; noPoison?: true } = {}) {
  const { dataType = 'text', noPoison = false, ...settings } = given;
  const work = createWork();
  const clock = createClock(work, NOON, () => 0);
  const own = queueOn(clock);
  const poison = queueOn(clock, 'orders-poison');
  const listener = createListener({
    ...{ clock, work, dataType, run },
    name: 'work',
    queue: own.queue,
    poison: noPoison ? undefined : poison.queue,
    settings: { ...SETTINGS, ...settings },
    log: () => undefined,
    random: () => 0.5,
  });
  const settle = async () => {
    while (await listener.drain({}));
  };
  return { clock, work, listener, settle, own, poison };
}

const fail = async () => {
  throw new Error('on purpose');
};

test('what is put on the queue comes to the function with what is known of it, and is deleted', async () => {
  const seen: unknown[] = [];
  const { own, settle } = bench(async ({ data, metadata }) => {
    const beside = Object.entries(metadata).map(([name, value]) => [name, fromTypedData(value)]);
    seen.push([fromTypedData(data), Object.fromEntries(beside)]);
  });
  await own.queue.add(base64('{"shop":"berlin","n":5,"paid":true,"tags":["a"],"to":{"city":"x"}}'));
  await settle();
  expect(own.texts()).toEqual([]);
  const text = '{"shop":"berlin","n":5,"paid":true,"tags":["a"],"to":{"city":"x"}}';
  expect(seen).toEqual([
    [
      text,
      {
        QueueTrigger: text,
        DequeueCount: 1,
        ExpirationTime: '2026-01-12T12:00:00+00:00',
        Id: '1',
        InsertionTime: '2026-01-05T12:00:00+00:00',
        NextVisibleTime: '2026-01-05T12:10:00+00:00',
        PopReceipt: '1',
      },
    ],
  ]);
});

test.each([
  ['base64', 'text', base64('grüße'), 'grüße'],
  ['none', 'text', 'grüße', 'grüße'],
  ['base64', 'binary', Buffer.from([255, 0]).toString('base64'), Buffer.from([255, 0])],
] as const)('in %s, as %s', async (encoding, dataType, onQueue, expected) => {
  const seen: unknown[] = [];
  const run: Run = async ({ data }) => seen.push(fromTypedData(data));
  const { own, settle } = bench(run, { encoding, ...(dataType === 'binary' && { dataType }) });
  await own.queue.add(onQueue);
  await settle();
  expect(seen).toEqual([expected]);
});

test('one that fails is tried again when it can be seen again, and at last goes to the poison queue as it was', async () => {
  let runs = 0;
  const { clock, own, poison, settle } = bench(() => fail().finally(() => (runs += 1)), {
    visibilityTimeoutMs: 30_000,
  });
  await own.queue.add(base64('bad'));
  await settle();
  expect([runs, own.noted, poison.texts()]).toEqual([1, ['take 1', 'hide 1 30000'], []]);
  for (const _ of [2, 3]) {
    clock.stepTo(clock.now() + 30_000);
    await settle();
  }
  expect([runs, own.texts(), poison.texts()]).toEqual([3, [], [base64('bad')]]);
});

test('without a poison queue one that failed stays hidden', async () => {
  const { own, settle } = bench(fail, { noPoison: true });
  await own.queue.add(base64('bad'));
  await settle();
  expect([own.noted, own.texts()]).toEqual([['take 1'], [base64('bad')]]);
});

test.each([
  ['one that is not in the encoding', 'no base64!', {}],
  ['one that is no text', Buffer.from([255, 254, 253]).toString('base64'), { maxDequeueCount: 1 }],
])('%s goes to the poison queue', async (_, onQueue, settings) => {
  const { own, poison, settle } = bench(async () => undefined, settings);
  await own.queue.add(onQueue);
  await settle();
  expect([own.texts(), poison.texts()]).toEqual([[], [onQueue]]);
});

test('a batch is taken as soon as few enough are under way', async () => {
  let atOnce = 0;
  let most = 0;
  const { own, settle } = bench(
    async () => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await new Promise((resolve) => setImmediate(resolve));
      atOnce -= 1;
    },
    { batchSize: 4, newBatchThreshold: 2 },
  );
  for (let n = 0; n < 10; n += 1) await own.queue.add(base64(String(n)));
  await settle();
  expect(own.noted).toEqual(['take 4', 'take 4', 'take 2']);
  expect(most).toBeLessThanOrEqual(6);
});

test('one whose function takes long is hidden again halfway, and deleted by its new receipt', async () => {
  let end: () => void = () => undefined;
  const { clock, work, own, listener } = bench(() => new Promise<void>((resolve) => (end = resolve)));
  await own.queue.add(base64('slow'));
  const drained = listener.drain({});
  while (work.running < 1 || own.noted.length === 0) await new Promise((resolve) => setImmediate(resolve));
  clock.stepTo(NOON + 300_000);
  while (own.noted.length < 2) await new Promise((resolve) => setImmediate(resolve));
  end();
  await drained;
  expect([own.noted, own.texts()]).toEqual([['take 1', 'hide 1 600000'], []]);
});

test('who listens and is not drained looks by itself, ever less often, and at once when it is told', async () => {
  const wait = createBackoff(60_000, () => 0.5);
  const waits = [wait(false), wait(false), wait(false), wait(false), wait(true), wait(false)];
  expect(waits).toEqual([100, 200, 300, 500, 100, 100]);
  for (let n = 0; n < 20; n += 1) wait(false);
  expect(wait(false)).toBe(60_000);
});

test.each([
  ['orders', 'orders-poison'],
  ['orders-poison', undefined],
  ['x'.repeat(57), undefined],
])('the poison queue of %s is %s', (queue, expected) => {
  expect(poisonNameOf(queue)).toBe(expected);
});
