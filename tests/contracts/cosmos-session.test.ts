import { createRough } from '../../local/kit/rough';
import { ACCOUNT_KEY, START_PATIENCE_MS, startLocalAccount, type LocalAccount } from '../../local/cosmos/local-account';
import { openDatabase } from '../../shared/store/cosmos/database';

let account: LocalAccount;
beforeAll(async () => {
  // Real time stands, so that every replica stays late.
  const late = { rough: createRough(7, { now: () => 0 }), realNow: () => 0 };
  account = await startLocalAccount({ late });
}, START_PATIENCE_MS);
afterAll(() => account.close());

test('the client of the stores reads what it wrote, from replicas that are late', async () => {
  const { id } = await account.container();
  const { agent, url: endpoint } = account;
  const database = openDatabase({ endpoint, key: ACCOUNT_KEY, agent }, 'tests');
  const container = database.container(id);
  const seen: unknown[] = [];
  for (let n = 0; n < 40; n += 1) {
    await container.items.upsert({ id: 'own', pk: 'p', n });
    seen.push((await container.item('own', 'p').read<{ n: number }>()).resource?.n);
  }
  expect(seen).toEqual(seen.map((_, n) => n));
  database.client.dispose();
});
