import { ACCOUNT_KEY, START_PATIENCE_MS, startLocalAccount, type LocalAccount } from '../../local/cosmos/local-account';
import { tenantIdOf } from '../../shared/core/lib/ids';
import { cosmosConfigs } from '../../shared/store/cosmos/configs';
import { CONTAINERS, type ContainerName } from '../../shared/store/cosmos/containers';
import { partitionKey } from '../../shared/store/cosmos/documents';
import { cosmosAddresses, cosmosDirectory } from '../../shared/store/cosmos/directory';
import { cosmosInbox } from '../../shared/store/cosmos/inbox';
import { cosmosInteractions } from '../../shared/store/cosmos/interactions';
import { cosmosMessages } from '../../shared/store/cosmos/messages';
import { cosmosMetrics } from '../../shared/store/cosmos/metrics';
import { cosmosRoutingJournal } from '../../shared/store/cosmos/routing-journal';
import { describeInbox, describeInteractionStore, describeMessageStore } from './interaction-stores.testsuite';
import { describeMetricsStore } from './metrics-store.testsuite';
import { describeConfigStore, describeDirectory, describeRoutingJournal } from './shard-stores.testsuite';

const firstChange = { at: 1, author: { id: 'a', name: null }, reason: 'first', replaces: 0, restores: null };

let account: LocalAccount;
const container = (name: ContainerName) => account.client.database('switchboard').container(name);

beforeAll(async () => {
  account = await startLocalAccount();
  const { database } = await account.client.databases.create({ id: 'switchboard' });
  for (const definition of Object.values(CONTAINERS)) await database.containers.create(definition);
}, START_PATIENCE_MS);
afterAll(() => account.close());

describeInteractionStore('Cosmos', () => cosmosInteractions(container('interactions')));
describeMessageStore('Cosmos', () => cosmosMessages(container('interactions')));
describeInbox('Cosmos', () => cosmosInbox(container('inbox')));
describeDirectory('Cosmos', () => ({
  directory: cosmosDirectory(container('directory')),
  addresses: cosmosAddresses(container('addresses')),
}));
describeConfigStore('Cosmos', () => cosmosConfigs(container('config')));
describeMetricsStore('Cosmos', () => cosmosMetrics(container('metrics')));
describeRoutingJournal('Cosmos', () => cosmosRoutingJournal(container('routing')));

test('a publisher that died before it moved the pointer does not stop the next one', async () => {
  const tenantId = tenantIdOf('halfway');
  await container('config').items.create({ id: 'version:1', pk: partitionKey(tenantId), version: 1, files: [] });
  const next = { files: [{ name: 'tenant.json', content: '{}' }], change: firstChange };
  expect(await cosmosConfigs(container('config')).publish(tenantId, next)).toEqual({ kind: 'published', version: 2 });
  const history = await cosmosConfigs(container('config')).history(tenantId, 10);
  expect(history).toEqual([{ version: 2, change: firstChange }]);
});

test('versions of before there was an audit entry are history too', async () => {
  const tenantId = tenantIdOf('early');
  const pk = partitionKey(tenantId);
  for (const version of [1, 2])
    await container('config').items.create({ id: `version:${version}`, pk, version, files: [] });
  await container('config').items.create({ id: 'live', pk, version: 2 });
  const history = await cosmosConfigs(container('config')).history(tenantId, 10);
  expect(history.map(({ version, change }) => [version, change.replaces])).toEqual([
    [2, 1],
    [1, 0],
  ]);
});

test('another process with the key finds what was written', async () => {
  const other = account.connect({ key: ACCOUNT_KEY }).database('switchboard').container('config');
  expect(await cosmosConfigs(other).tenants()).toEqual(await cosmosConfigs(container('config')).tenants());
});
