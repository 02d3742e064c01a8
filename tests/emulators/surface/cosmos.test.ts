/* oxlint-disable typescript/no-deprecated -- whoever still calls an old name must be served */
import {
  ChangeFeedStartFrom,
  Container,
  Containers,
  CosmosClient,
  Database,
  Databases,
  Item,
  Items,
  Offer,
  Offers,
} from '@azure/cosmos';
import { START_PATIENCE_MS, startLocalAccount, type LocalAccount } from '../../../local/cosmos/local-account';
import { coverSurface } from './surface';

let account: LocalAccount;
let database: Database;
let container: Container;
let made = 0;

beforeAll(async () => {
  account = await startLocalAccount();
  ({ database } = await account.client.databases.create({ id: 'surface', throughput: 10_000 }));
  container = await newContainer();
  await container.items.create({ id: 'known', pk: 'p', n: 1 });
}, START_PATIENCE_MS);
afterAll(() => account.close());

const fresh = (): string => `made-${(made += 1)}`;
const newDatabase = async () => (await account.client.databases.create({ id: fresh() })).database;
const newContainer = async () =>
  (await database.containers.create({ id: fresh(), partitionKey: '/pk', throughput: 10_000 })).container;
const newItem = async () => {
  const id = fresh();
  await container.items.create({ id, pk: 'p', n: 1 });
  return container.item(id, 'p');
};
const ALL = { query: 'SELECT * FROM c' };

coverSurface('CosmosClient', CosmosClient, {
  internal: [
    'initializeClientConfigDiagnostic',
    'getDatabaseAccountInternal',
    'backgroundRefreshEndpointList',
    'updateHostFramework',
  ],
  calls: {
    getDatabaseAccount: () => account.client.getDatabaseAccount(),
    getWriteEndpoint: () => account.client.getWriteEndpoint(),
    getReadEndpoint: () => account.client.getReadEndpoint(),
    getWriteEndpoints: () => account.client.getWriteEndpoints(),
    getReadEndpoints: () => account.client.getReadEndpoints(),
    database: () => account.client.database('surface'),
    offer: () => account.client.offer('none'),
    dispose: () => account.connect().dispose(),
  },
});

coverSurface('Databases', Databases, {
  internal: ['createInternal'],
  calls: {
    query: () => account.client.databases.query(ALL).fetchAll(),
    create: newDatabase,
    createIfNotExists: () => account.client.databases.createIfNotExists({ id: 'surface' }),
    readAll: () => account.client.databases.readAll().fetchAll(),
  },
});

coverSurface('Database', Database, {
  internal: ['readInternal', 'createClientEncryptionKey', 'readClientEncryptionKey', 'rewrapClientEncryptionKey'],
  calls: {
    container: () => database.container('c'),
    user: () => database.user('u'),
    read: () => database.read(),
    delete: async () => (await newDatabase()).delete(),
    readOffer: () => database.readOffer(),
  },
});

coverSurface('Containers', Containers, {
  internal: ['createInternal'],
  calls: {
    query: () => database.containers.query(ALL).fetchAll(),
    create: newContainer,
    createIfNotExists: () => database.containers.createIfNotExists({ id: container.id, partitionKey: '/pk' }),
    readAll: () => database.containers.readAll().fetchAll(),
  },
});

coverSurface('Container', Container, {
  internal: [
    'readInternal',
    // Takes what only the client itself can make.
    'readPartitionKeyDefinition',
    'initializeEncryption',
    'checkAndInitializeEncryption',
    'throwIfRequestNeedsARetryPostPolicyRefresh',
  ],
  calls: {
    item: () => container.item('known', 'p'),
    conflict: () => container.conflict('none'),
    read: () => container.read(),
    replace: async () => {
      const one = await newContainer();
      return one.replace({ id: one.id, partitionKey: { paths: ['/pk'] }, defaultTtl: 9 });
    },
    delete: async () => (await newContainer()).delete(),
    getPartitionKeyDefinition: () => container.getPartitionKeyDefinition(),
    readOffer: () => container.readOffer(),
    getQueryPlan: () => container.getQueryPlan(ALL.query),
    readPartitionKeyRanges: () => container.readPartitionKeyRanges().fetchAll(),
    getFeedRanges: () => container.getFeedRanges(),
    deleteAllItemsForPartitionKey: () => container.deleteAllItemsForPartitionKey('none'),
  },
});

coverSurface('Items', Items, {
  internal: [
    'buildSqlQuerySpec',
    'createNewBatches',
    'groupOperationsBasedOnPartitionKey',
    'bulkBatchEncryptionHelper',
    'executeBatchOperations',
    'getEncryptionQueryIterator',
  ],
  calls: {
    query: () => container.items.query(ALL).fetchAll(),
    readChangeFeed: () => container.items.readChangeFeed('p', { startFromBeginning: true }).fetchNext(),
    changeFeed: () => container.items.changeFeed('p', { startFromBeginning: true }).fetchNext(),
    getChangeFeedIterator: () => {
      const start: unknown = ChangeFeedStartFrom.Beginning();
      return container.items.getChangeFeedIterator({ changeFeedStartFrom: start as never }).readNext();
    },
    readAll: () => container.items.readAll().fetchAll(),
    create: newItem,
    upsert: () => container.items.upsert({ id: 'known', pk: 'p', n: 2 }),
    executeBulkOperations: () =>
      container.items.executeBulkOperations([{ operationType: 'Read', id: 'known', partitionKey: 'p' }]),
    bulk: () => container.items.bulk([{ operationType: 'Read', id: 'known', partitionKey: 'p' }]),
    batch: () => container.items.batch([{ operationType: 'Read', id: 'known' }], 'p'),
  },
});

coverSurface('Item', Item, {
  calls: {
    read: () => container.item('known', 'p').read(),
    replace: () => container.item('known', 'p').replace({ id: 'known', pk: 'p', n: 3 }),
    delete: async () => (await newItem()).delete(),
    patch: () => container.item('known', 'p').patch([{ op: 'incr', path: '/n', value: 1 }]),
  },
});

const offerOf = async () => (await container.readOffer()).offer;

coverSurface('Offers', Offers, {
  calls: {
    query: () => account.client.offers.query(ALL).fetchAll(),
    readAll: () => account.client.offers.readAll().fetchAll(),
  },
});

coverSurface('Offer', Offer, {
  calls: {
    read: async () => (await offerOf()).read(),
    replace: async () => {
      const offer = await offerOf();
      return offer.replace((await offer.read()).resource!);
    },
  },
});
