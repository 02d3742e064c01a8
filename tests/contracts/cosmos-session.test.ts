import { createRough } from '../../local/kit/rough';
import { ACCOUNT_KEY, START_PATIENCE_MS, startLocalAccount, type LocalAccount } from '../../local/cosmos/local-account';
import { openDatabase } from '../../shared/store/cosmos/database';
import { catchUp, read } from '../../shared/store/cosmos/documents';
import { cosmosRoutingJournal } from '../../shared/store/cosmos/routing-journal';
import { entries, FACTS, shardOf } from './shard-stores.testsuite';

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

test('two clients have two sessions: one reads what the other wrote for certain once it has caught up', async () => {
  const { id } = await account.container();
  const { agent, url: endpoint } = account;
  const [one, other] = ['one', 'other'].map(() => openDatabase({ endpoint, key: ACCOUNT_KEY, agent }, 'tests'));
  const [writing, reading] = [one!.container(id), other!.container(id)];
  const seen: { readonly before: number; readonly after: number }[] = [];
  const n = async () => (await read<{ id: string; pk: string; n: number }>(reading, 'own', 'p'))?.n ?? -1;
  for (let round = 0; round < 40; round += 1) {
    await writing.items.upsert({ id: 'own', pk: 'p', n: round });
    const before = await n();
    await catchUp(reading, 'own', 'p');
    seen.push({ before, after: await n() });
  }
  expect(seen.map(({ after }) => after)).toEqual(seen.map((_, round) => round));
  expect(seen.some(({ before }, round) => before < round)).toBe(true);
  // Where there is no document none is made.
  await catchUp(reading, 'nobody', 'p');
  expect(await read(reading, 'nobody', 'p')).toBeUndefined();
  for (const { client } of [one!, other!]) client.dispose();
});

test('of two writers of a journal one reads for certain what the other appended, if it asks for the latest', async () => {
  const { id } = await account.container();
  const { agent, url: endpoint } = account;
  const clients = ['one', 'other'].map(() => openDatabase({ endpoint, key: ACCOUNT_KEY, agent }, 'tests'));
  const noFiles = { put: async () => 'nowhere', get: async () => undefined };
  const [writing, reading] = clients.map((database) => cosmosRoutingJournal(database.container(id), noFiles));
  const shard = shardOf();
  let { fence } = await writing!.load(shard);
  const seen = { since: [] as number[], latest: [] as number[] };
  for (let seq = 1; seq <= 20; seq += 1) {
    const appended = await writing!.append(shard, fence, entries(seq, seq), FACTS);
    if (appended.kind !== 'appended') throw new TypeError(appended.kind);
    for (const how of ['since', 'latest'] as const) {
      const found = await reading![how](shard, fence);
      if (found.kind === 'since') seen[how].push(found.fence.seq);
    }
    ({ fence } = appended);
  }
  expect(seen.latest).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
  expect(seen.since).not.toEqual(seen.latest);
  for (const { client } of clients) client.dispose();
});
