import type { Container } from '@azure/cosmos';
import { createRough } from '../kit/rough';
import { START_PATIENCE_MS, startLocalAccount, type LocalAccount } from './local-account';

/** Real time stands: what was written stays late for as long as the test wants. */
let realNow = 0;
let account: LocalAccount;
let container: Container;
beforeAll(async () => {
  const rough = createRough(7, { now: () => 0 });
  account = await startLocalAccount({ late: { rough, realNow: () => realNow } });
}, START_PATIENCE_MS);
afterAll(() => account.close());
beforeEach(async () => {
  container = await account.container();
  await container.items.create({ id: 'kept', pk: 'p', n: 1 });
  await container.items.create({ id: 'gone', pk: 'p', n: 1 });
  caughtUp();
  await container.item('kept', 'p').replace({ id: 'kept', pk: 'p', n: 2 });
  await container.item('gone', 'p').delete();
  await container.items.create({ id: 'new', pk: 'p', n: 2 });
});

const caughtUp = () => void (realNow += 1_000);
const TIMES = 40;

async function often<T>(read: () => Promise<T>): Promise<readonly T[]> {
  const seen: T[] = [];
  for (let n = 0; n < TIMES; n += 1) seen.push(await read());
  return seen;
}
const pointRead = (id: string) => async () => (await container.item(id, 'p').read<{ n: number }>()).resource?.n ?? null;
const listed = async () =>
  (
    await container.items
      .query<string>({ query: "SELECT VALUE CONCAT(c.id, ':', ToString(c.n)) FROM c" }, { partitionKey: 'p' })
      .fetchAll()
  ).resources.join(' ');

test('without a session a read may show what was before: of a replaced, a deleted and a new document', async () => {
  expect(new Set(await often(pointRead('kept')))).toEqual(new Set([1, 2]));
  expect(new Set(await often(pointRead('gone')))).toEqual(new Set([1, null]));
  expect(new Set(await often(pointRead('new')))).toEqual(new Set([null, 2]));
});

test('a query shows a state that there was, whole', async () => {
  const states = ['kept:1 gone:1', 'kept:2 gone:1', 'kept:2', 'kept:2 new:2'];
  const seen = new Set(await often(listed));
  expect(seen.size).toBeGreaterThan(1);
  expect([...seen].filter((state) => !states.includes(state))).toEqual([]);
});

test('a session reads what it wrote, and never goes back', async () => {
  const session = account.connect({ consistencyLevel: 'Session' }).database('tests').container(container.id);
  await session.items.upsert({ id: 'own', pk: 'p', n: 3 });
  const reads = await often(async () => (await session.item('own', 'p').read<{ n: number }>()).resource?.n);
  expect(new Set(reads)).toEqual(new Set([3]));
});

test('conditional writes know no other state than the last', async () => {
  const { etag } = await container.item('kept', 'p').read({ sessionToken: '0:-1#0' });
  for (let n = 0; n < TIMES; n += 1) await container.items.upsert({ id: 'kept', pk: 'p', n: n + 3 });
  const stale = container
    .item('kept', 'p')
    .replace({ id: 'kept', pk: 'p', n: 0 }, { accessCondition: { type: 'IfMatch', condition: etag } });
  await expect(stale).rejects.toMatchObject({ code: 412 });
});

test('when the replicas have caught up, everybody reads the same', async () => {
  caughtUp();
  expect(new Set(await often(listed))).toEqual(new Set(['kept:2 new:2']));
});
