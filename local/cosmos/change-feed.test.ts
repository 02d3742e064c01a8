import {
  ChangeFeedMode,
  ChangeFeedPolicy,
  ChangeFeedRetentionTimeSpan,
  ChangeFeedStartFrom,
  type ChangeFeedPullModelIterator,
  type Container,
} from '@azure/cosmos';
import { NOON, START_PATIENCE_MS, startLocalAccount, type LocalAccount } from './local-account';

let account: LocalAccount;
beforeAll(async () => {
  account = await startLocalAccount();
}, START_PATIENCE_MS);
afterAll(() => account.close());

interface Item {
  readonly id: string;
  readonly v?: number;
}

type Feed = ChangeFeedPullModelIterator<Item>;

/** `start`: what the client's own factory makes, which its types do not let in. */
const open = (container: Container, start: unknown, maxItemCount = 100): Feed =>
  container.items.getChangeFeedIterator<Item>({ changeFeedStartFrom: start as never, maxItemCount });

async function drain(feed: Feed): Promise<{ ids: string[]; pages: number; continuation: string }> {
  const ids: string[] = [];
  for (let pages = 0; ; pages += 1) {
    const response = await feed.readNext();
    if (response.statusCode === 304) return { ids, pages, continuation: response.continuationToken };
    ids.push(...response.result.map(({ id, v }) => (v === undefined ? id : `${id}=${v}`)));
  }
}

async function filled(count: number): Promise<Container> {
  const container = await account.container();
  for (let n = 0; n < count; n += 1) await container.items.create({ id: `i${n}`, pk: `p${n % 2}` });
  return container;
}

describe('the change feed', () => {
  test('gives every document once in the order of its last write, then 304 until something changes', async () => {
    const container = await filled(4);
    await container.items.upsert({ id: 'i1', pk: 'p1', v: 1 });
    await container.items.upsert({ id: 'i1', pk: 'p1', v: 2 });
    const feed = open(container, ChangeFeedStartFrom.Beginning());
    expect((await drain(feed)).ids).toEqual(['i0', 'i2', 'i3', 'i1=2']);
    expect((await feed.readNext()).statusCode).toBe(304);
    await container.item('i0', 'p0').patch([{ op: 'set', path: '/v', value: 9 }]);
    expect((await drain(feed)).ids).toEqual(['i0=9']);
  });

  test('goes on from a continuation, in another reader', async () => {
    const container = await filled(3);
    const first = open(container, ChangeFeedStartFrom.Beginning(), 2);
    const page = await first.readNext();
    expect(page.result.map(({ id }) => id)).toEqual(['i0', 'i1']);
    const second = open(container, ChangeFeedStartFrom.Continuation(page.continuationToken), 2);
    const rest = await drain(second);
    expect([rest.ids, rest.pages]).toEqual([['i2'], 1]);
    await container.item('i2', 'p0').delete();
    await container.items.create({ id: 'i3', pk: 'p0' });
    expect((await drain(open(container, ChangeFeedStartFrom.Continuation(rest.continuation)))).ids).toEqual(['i3']);
  });

  test('of a container made anew begins anew, and an old continuation is refused', async () => {
    const container = await filled(2);
    const { continuation } = await drain(open(container, ChangeFeedStartFrom.Beginning()));
    await container.items.query('SELECT * FROM c ORDER BY c.id', { partitionKey: 'p0' }).fetchAll();
    await container.delete();
    const { container: anew } = await container.database.containers.create({ id: container.id, partitionKey: '/pk' });
    await anew.items.create({ id: 'new', pk: 'p0' });
    expect((await drain(open(anew, ChangeFeedStartFrom.Beginning()))).ids).toEqual(['new']);
    await expect(open(anew, ChangeFeedStartFrom.Continuation(continuation)).readNext()).rejects.toThrow();
  });

  test('starts now, or at a time', async () => {
    const container = await filled(2);
    const now = open(container, ChangeFeedStartFrom.Now());
    expect((await now.readNext()).statusCode).toBe(304);
    account.clock.stepTo(account.clock.now() + 10_000);
    const later = new Date(account.clock.now());
    await container.items.create({ id: 'later', pk: 'p0' });
    expect((await drain(now)).ids).toEqual(['later']);
    expect((await drain(open(container, ChangeFeedStartFrom.Time(later)))).ids).toEqual(['later']);
    expect((await drain(open(container, ChangeFeedStartFrom.Time(new Date(NOON))))).ids).toEqual(['i0', 'i1', 'later']);
  });

  test('can be read by partition key and by feed range', async () => {
    const container = await filled(4);
    expect((await drain(open(container, ChangeFeedStartFrom.Beginning('p1')))).ids).toEqual(['i1', 'i3']);
    for (let n = 0; n < 20; n += 1) await container.items.create({ id: `more${n}`, pk: `key ${n}` });
    const ranges = await container.getFeedRanges();
    expect(ranges.length).toBeGreaterThanOrEqual(3);
    const parts = await Promise.all(
      ranges.map(async (range) => (await drain(open(container, ChangeFeedStartFrom.Beginning(range)))).ids),
    );
    expect(parts.every((ids) => ids.length < 24)).toBe(true);
    expect(parts.flat().sort()).toEqual(
      (await container.items.readAll().fetchAll()).resources.map(({ id }) => id).sort(),
    );
  });

  test('never cuts a transaction', async () => {
    const container = await account.container();
    const operations = Array.from({ length: 7 }, (_, n) => ({
      operationType: 'Create' as const,
      resourceBody: { id: `b${n}`, pk: 'p' },
    }));
    await container.items.create({ id: 'before', pk: 'p' });
    await container.items.batch(operations, 'p');
    await container.items.create({ id: 'after', pk: 'p' });
    const feed = open(container, ChangeFeedStartFrom.Beginning(), 3);
    const sizes: number[] = [];
    for (let page = await feed.readNext(); page.statusCode !== 304; page = await feed.readNext()) {
      sizes.push(page.result.length);
      expect(page.result.every((one) => '_lsn' in one)).toBe(true);
    }
    expect(sizes).toEqual([8, 1]);
  });
});

describe('the change feed of all versions and deletes', () => {
  const everything = (container: Container, start: unknown): ChangeFeedPullModelIterator<ChangedItem> =>
    container.items.getChangeFeedIterator<ChangedItem>({
      changeFeedMode: ChangeFeedMode.AllVersionsAndDeletes,
      changeFeedStartFrom: start as never,
    });
  interface ChangedItem {
    readonly current: { readonly id?: string; readonly v?: number };
    readonly metadata: { readonly operationType: string; readonly timeToLiveExpired?: boolean };
  }
  const keeping = (more: object = {}): Promise<Container> =>
    account.container({ changeFeedPolicy: new ChangeFeedPolicy(ChangeFeedRetentionTimeSpan.fromMinutes(10)), ...more });
  const changes = async (feed: ChangeFeedPullModelIterator<ChangedItem>): Promise<ChangedItem[]> => {
    const found: ChangedItem[] = [];
    for (let page = await feed.readNext(); page.statusCode !== 304; page = await feed.readNext())
      found.push(...page.result);
    return found;
  };

  test('does not begin before it was asked for', async () => {
    await expect(everything(await keeping(), ChangeFeedStartFrom.Beginning()).readNext()).rejects.toMatchObject({
      code: 400,
      message: expect.stringContaining('from within the retention period'),
    });
  });

  test('tells every version in order, and what was deleted', async () => {
    const container = await keeping();
    const feed = everything(container, ChangeFeedStartFrom.Now());
    await feed.readNext();
    await container.items.create({ id: 'a', pk: 'p', v: 1 });
    await container.items.upsert({ id: 'a', pk: 'p', v: 2 });
    await container.item('a', 'p').delete();
    const [created, replaced, deleted, ...more] = await changes(feed);
    expect(more).toEqual([]);
    expect(created).toMatchObject({ current: { id: 'a', v: 1 }, metadata: { operationType: 'create' } });
    expect(replaced).toMatchObject({ current: { v: 2 }, metadata: { operationType: 'replace' } });
    expect(deleted).toMatchObject({ metadata: { operationType: 'delete', timeToLiveExpired: false } });
    expect((await drain(open(container, ChangeFeedStartFrom.Beginning()))).ids).toEqual([]);
  });

  test('tells what expired, and forgets what is older than the policy keeps', async () => {
    const container = await keeping({ defaultTtl: 5 });
    const feed = everything(container, ChangeFeedStartFrom.Now());
    const { continuationToken } = await feed.readNext();
    await container.items.create({ id: 'brief', pk: 'p' });
    account.clock.stepTo(account.clock.now() + 6_000);
    expect((await changes(feed)).map(({ metadata }) => [metadata.operationType, metadata.timeToLiveExpired])).toEqual([
      ['create', undefined],
      ['delete', true],
    ]);
    account.clock.stepTo(account.clock.now() + 11 * 60_000);
    await container.items.create({ id: 'late', pk: 'p' });
    account.clock.stepTo(account.clock.now() + 6_000);
    const again = await changes(everything(container, ChangeFeedStartFrom.Continuation(continuationToken)));
    expect(again.map(({ current }) => current.id).filter(Boolean)).toEqual(['late']);
  });

  test('needs a policy, and does not start at the beginning', async () => {
    const without = await filled(1);
    await expect(everything(without, ChangeFeedStartFrom.Now()).readNext()).rejects.toMatchObject({ code: 400 });
  });
});

describe('time to live', () => {
  test('an expired document is nowhere, and its id is free', async () => {
    const container = await account.container({ defaultTtl: -1 });
    await container.items.create({ id: 'brief', pk: 'p', ttl: 60 });
    await container.items.create({ id: 'kept', pk: 'p' });
    account.clock.stepTo(account.clock.now() + 59_000);
    expect((await container.item('brief', 'p').read()).statusCode).toBe(200);
    account.clock.stepTo(account.clock.now() + 1000);
    expect((await container.item('brief', 'p').read()).statusCode).toBe(404);
    expect((await container.items.readAll().fetchAll()).resources.map(({ id }) => id)).toEqual(['kept']);
    expect((await drain(open(container, ChangeFeedStartFrom.Beginning()))).ids).toEqual(['kept']);
    await expect(container.item('brief', 'p').replace({ id: 'brief', pk: 'p' })).rejects.toMatchObject({ code: 404 });
    expect((await container.items.create({ id: 'brief', pk: 'p' })).statusCode).toBe(201);
  });

  test('counts from the last write, and follows the container default', async () => {
    const container = await account.container({ defaultTtl: 10 });
    await container.items.create({ id: 'a', pk: 'p' });
    await container.items.create({ id: 'never', pk: 'p', ttl: -1 });
    account.clock.stepTo(account.clock.now() + 9000);
    await container.items.upsert({ id: 'a', pk: 'p' });
    account.clock.stepTo(account.clock.now() + 9000);
    expect((await container.item('a', 'p').read()).statusCode).toBe(200);
    const { resource } = await container.read();
    await container.replace({ ...resource!, defaultTtl: 5 });
    expect((await container.item('a', 'p').read()).statusCode).toBe(404);
    expect((await container.item('never', 'p').read()).statusCode).toBe(200);
  });

  test('the rows of what expired do not stay for ever', async () => {
    const container = await account.container({ defaultTtl: 5 });
    for (let n = 0; n < 10; n += 1) await container.items.create({ id: `old-${n}`, pk: 'p' });
    account.clock.stepTo(account.clock.now() + 6000);
    for (let n = 0; n < 64; n += 1) await container.items.upsert({ id: 'fresh', pk: 'p', n });
    expect(account.rows(container.id)).toBe(1);
  });

  test('without a container default the ttl of documents means nothing', async () => {
    const container = await account.container();
    await container.items.create({ id: 'a', pk: 'p', ttl: 1 });
    account.clock.stepTo(account.clock.now() + 60_000);
    expect((await container.item('a', 'p').read()).statusCode).toBe(200);
  });
});
