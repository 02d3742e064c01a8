import { ChangeFeedPolicy, ChangeFeedRetentionTimeSpan } from '@azure/cosmos';
import { START_PATIENCE_MS, startLocalAccount, type LocalAccount } from '../../../cosmos/local-account';
import { modeOf } from './cosmos-trigger';
import { sdkChangeFeed } from './sdk-feed';

let account: LocalAccount;
beforeAll(async () => {
  account = await startLocalAccount();
}, START_PATIENCE_MS);
afterAll(() => account.close());

test('a feed of all versions tells each, and what was deleted, and goes on where it was left', async () => {
  const container = await account.container({
    changeFeedPolicy: new ChangeFeedPolicy(ChangeFeedRetentionTimeSpan.fromMinutes(10)),
  });
  await container.items.create({ id: 'before', pk: 'p' });
  const open = () => sdkChangeFeed(container, { kind: 'now' }, 'AllVersionsAndDeletes');
  const ranges = await open().ranges();
  const at = new Map<string, string>();
  for (const range of ranges) at.set(range, (await open().read(range, null, 100)).continuation);
  await container.items.create({ id: 'a', pk: 'p', v: 1 });
  await container.items.upsert({ id: 'a', pk: 'p', v: 2 });
  const read = async () => {
    const found: unknown[] = [];
    for (const range of ranges) {
      const page = await open().read(range, at.get(range) ?? null, 100);
      at.set(range, page.continuation);
      found.push(...page.documents);
    }
    return found;
  };
  expect(await read()).toMatchObject([
    { current: { id: 'a', v: 1 }, metadata: { operationType: 'create' } },
    { current: { id: 'a', v: 2 }, metadata: { operationType: 'replace' } },
  ]);
  await container.item('a', 'p').delete();
  expect(await read()).toMatchObject([{ metadata: { operationType: 'delete', id: 'a' } }]);
  expect(await read()).toEqual([]);
});

const trigger = (more: object) => ({ type: 'cosmosDBTrigger', direction: 'in' as const, ...more });

test('a trigger says which feed it reads; all versions are told from now on alone', () => {
  expect(modeOf('f', trigger({}))).toBe('LatestVersion');
  expect(modeOf('f', trigger({ changeFeedMode: 'AllVersionsAndDeletes' }))).toBe('AllVersionsAndDeletes');
  const past = trigger({ changeFeedMode: 'AllVersionsAndDeletes', startFromBeginning: true });
  expect(() => modeOf('f', past)).toThrow('from now on');
  expect(() => modeOf('f', trigger({ changeFeedMode: 'Everything' }))).toThrow("'Everything'");
});
