import type { ErrorResponse } from '@azure/cosmos';
import { START_PATIENCE_MS, startLocalAccount, type LocalAccount } from './local-account';

let account: LocalAccount;
beforeAll(async () => {
  account = await startLocalAccount();
}, START_PATIENCE_MS);
afterAll(() => account.close());

const NO_RETRY = { maxRetryAttemptCount: 0, fixedRetryIntervalInMilliseconds: 0, maxWaitTimeInSeconds: 0 };

const codeOf = (operation: Promise<unknown>): Promise<unknown> =>
  operation.then(
    () => undefined,
    (error: unknown) => (error as ErrorResponse).code,
  );

describe('provisioned throughput', () => {
  test('of a container is read and replaced as an offer', async () => {
    const container = await account.container({ throughput: 1000 });
    const { resource, offer } = await container.readOffer();
    expect(resource?.content?.offerThroughput).toBe(1000);
    const content = { ...resource!.content!, offerThroughput: 2000 };
    const raised = { ...resource!, content };
    expect((await offer.replace(raised)).resource?.content?.offerThroughput).toBe(2000);
    expect((await container.readOffer()).resource?.content?.offerThroughput).toBe(2000);
    expect((await account.client.offers.readAll().fetchAll()).resources).toHaveLength(1);
    await container.delete();
    expect((await account.client.offers.readAll().fetchAll()).resources).toEqual([]);
  });

  test('is checked', async () => {
    expect(await codeOf(account.container({ throughput: 150 }))).toBe(400);
    expect(await codeOf(account.container({ maxThroughput: 1500 }))).toBe(400);
  });

  test('asks for physical partitions: one for each 10,000 units, or each 6,000 of many, three at least', async () => {
    const ranges = async (throughput: number) =>
      (await (await account.container({ throughput })).getFeedRanges()).length;
    expect([await ranges(400), await ranges(18_000), await ranges(21_000), await ranges(25_100)]).toEqual([3, 3, 4, 5]);
  });

  test('is divided among them: what goes over it is 429 until the time has passed', async () => {
    const { id } = await account.container({ throughput: 400 });
    const client = account.connect({ connectionPolicy: { retryOptions: NO_RETRY } });
    const { items } = client.database('tests').container(id);
    const codes: unknown[] = [];
    for (let n = 0; n < 40; n += 1)
      codes.push(await codeOf(items.create({ id: `i${n}`, pk: 'hot', text: 'x'.repeat(3000) })));
    const first = codes.indexOf(429);
    expect(first).toBeGreaterThan(10);
    expect(codes.slice(first).every((code) => code === 429)).toBe(true);
    account.clock.stepTo(account.clock.now() + 1000);
    expect(await codeOf(items.create({ id: 'after', pk: 'hot' }))).toBeUndefined();
  });

  test('of a database is shared, and an automatic one scales up to its most', async () => {
    const { database } = await account.client.databases.create({ id: 'shared', maxThroughput: 4000 });
    expect((await database.readOffer()).resource?.content?.offerAutopilotSettings).toEqual({ maxThroughput: 4000 });
    await database.containers.create({ id: 'a', partitionKey: '/pk' });
    expect((await database.container('a').items.create({ id: '1', pk: 'p' })).statusCode).toBe(201);
  });

  test('those who are refused are told to come back one after another', async () => {
    const { id } = await account.container({ throughput: 400 });
    const client = account.connect({ connectionPolicy: { retryOptions: NO_RETRY } });
    const { item } = await client.database('tests').container(id).items.create({ id: 'one', pk: 'hot' });
    const waits: number[] = [];
    while (waits.length < 134) {
      const { code, retryAfterInMs = 0 } = await item.read().then(
        () => ({ code: 200 }) as ErrorResponse,
        (error: unknown) => error as ErrorResponse,
      );
      if (code === 429) waits.push(retryAfterInMs);
    }
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    // A third of the units is for this partition key, and a second's worth of requests waits.
    expect([waits[0], waits.at(-1)]).toEqual([1, 1000 - 2]);
  });

  test('the client waits and tries again by itself', async () => {
    const { id } = await account.container({ throughput: 400 });
    const { items } = account.client.database('tests').container(id);
    const timer = setInterval(() => account.clock.stepTo(account.clock.now() + 200), 10);
    try {
      const text = 'x'.repeat(5000);
      for (let n = 0; n < 30; n += 1)
        expect((await items.create({ id: `r${n}`, pk: 'hot', text })).statusCode).toBe(201);
    } finally {
      clearInterval(timer);
    }
  });
});
