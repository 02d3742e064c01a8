import { Items, type Container } from '@azure/cosmos';
import { ACCOUNT_KEY, START_PATIENCE_MS, startLocalAccount, type LocalAccount } from '../../local/cosmos/local-account';
import { interactionIdOf, shardIdOf, tenantIdOf } from '../../shared/core/lib/ids';
import type { NewMessage } from '../../shared/ports/message-store';
import { cosmosConfigs } from '../../shared/store/cosmos/configs';
import { CONTAINERS, type ContainerName } from '../../shared/store/cosmos/containers';
import { partitionKey } from '../../shared/store/cosmos/documents';
import { cosmosAddresses, cosmosDirectory } from '../../shared/store/cosmos/directory';
import { cosmosInbox } from '../../shared/store/cosmos/inbox';
import { cosmosInteractions } from '../../shared/store/cosmos/interactions';
import { cosmosMessages } from '../../shared/store/cosmos/messages';
import { cosmosMetrics } from '../../shared/store/cosmos/metrics';
import { cosmosNotes } from '../../shared/store/cosmos/notes';
import { cosmosTranscripts } from '../../shared/store/cosmos/transcripts';
import { cosmosRecordings } from '../../shared/store/cosmos/recordings';
import { cosmosRoutingJournal } from '../../shared/store/cosmos/routing-journal';
import { describeInbox, describeInteractionStore, describeMessageStore } from './interaction-stores.testsuite';
import { cosmosCustomerHistory } from '../../shared/store/cosmos/customer-history';
import { cosmosSurveys } from '../../shared/store/cosmos/surveys';
import { describeCustomerHistory } from './customer-history.testsuite';
import { describeSurveyStore } from './survey-store.testsuite';
import { describeNoteStore } from './note-store.testsuite';
import { cosmosRateCounts, cosmosThreadLog } from '../../shared/store/cosmos/thread-log';
import { describeRateCounts, describeThreadLog } from './thread-log.testsuite';
import { describeMetricsStore } from './metrics-store.testsuite';
import { describeTranscripts } from './transcripts.testsuite';
import { describeRecordings } from './recordings.testsuite';
import {
  describeConfigStore,
  describeDirectory,
  describeRoutingJournal,
  largeSnapshot,
} from './shard-stores.testsuite';
import { describeKeptExplanations } from './kept-explanations.testsuite';
import { describeJournalWriters } from './shard-writers.testsuite';

const kept = new Map<string, Uint8Array>();
const files = {
  put: async (path: string, content: Uint8Array) => (kept.set(path, content), path),
  get: async (path: string) => kept.get(path),
};
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
describeNoteStore('Cosmos', () => cosmosNotes(container('interactions')));
describeSurveyStore('Cosmos', () => cosmosSurveys(container('interactions')));
describeCustomerHistory('Cosmos', () => cosmosCustomerHistory(container('directory')));
describeInbox('Cosmos', () => cosmosInbox(container('inbox')));
describeDirectory('Cosmos', () => ({
  directory: cosmosDirectory(container('directory')),
  addresses: cosmosAddresses(container('addresses')),
}));
describeTranscripts('Cosmos', () => cosmosTranscripts(container('interactions')));
describeRecordings('Cosmos', () => cosmosRecordings(container('addresses'), container('interactions')));
describeConfigStore('Cosmos', () => cosmosConfigs(container('config')));
describeMetricsStore('Cosmos', () => cosmosMetrics(container('metrics')));
describeThreadLog('Cosmos', () => cosmosThreadLog(container('inbox')));
describeRateCounts('Cosmos', () => cosmosRateCounts(container('inbox')));
describeRoutingJournal('Cosmos', () => cosmosRoutingJournal(container('routing'), files));
describeJournalWriters('Cosmos', () => cosmosRoutingJournal(container('routing'), files));
describeKeptExplanations(
  () => cosmosRoutingJournal(container('routing'), files),
  ({ shardId }) => {
    for (const path of [...kept.keys()]) if (path.includes(`/${encodeURIComponent(shardId)}/`)) kept.delete(path);
  },
);

test('of what the change feed brought, messages are read only where their deliveries came alone', async () => {
  const messages = cosmosMessages(container('interactions'));
  const ref = { tenantId: tenantIdOf('fed'), interactionId: interactionIdOf('one') };
  const said = (n: number): NewMessage => ({
    ...{ ref, direction: 'in', sourceId: `${n}`, text: `text ${n}`, html: null, attachments: [], sentAt: n },
    ...{ author: { kind: 'customer', id: 'ada', name: null }, claimedUntil: 0, replyTo: null },
  });
  const [first, second] = [await messages.append(said(1)), await messages.append(said(2))];
  const delivery = { status: 'sent', providerId: 'p', at: 3 } as const;
  await messages.recordDelivery(second.message, delivery);
  const { resources } = await container('interactions')
    .items.query<{ id: string }>("SELECT * FROM c WHERE STARTSWITH(c.pk, 'fed')")
    .fetchAll();
  expect(resources).toHaveLength(3);
  const ofDelivery = resources.filter(({ id }) => id.endsWith(':delivery'));
  const reading = jest.spyOn(Items.prototype, 'query');
  expect(await messages.fromFeed(ref, resources)).toEqual([
    { message: first.message, delivery: undefined },
    { message: second.message, delivery },
  ]);
  expect(await messages.fromFeed(ref, ofDelivery)).toEqual([{ message: second.message, delivery }]);
  expect(reading).not.toHaveBeenCalled();
  reading.mockRestore();
});

test('a process that dies between any two writes of a roll leaves the old segment valid, and the next roll goes through', async () => {
  const shard = { tenantId: tenantIdOf('crashing'), shardId: shardIdOf('main') };
  const facts = { configVersion: 1, nextDueAt: null, openActsSince: null };
  const journal = () => cosmosRoutingJournal(container('routing'), files);
  const snapshot = largeSnapshot(1_500);
  let writes = 0;
  for (let isWhole = false; !isWhole; writes += 1) {
    const { fence } = await journal().load(shard);
    const dying = cosmosRoutingJournal(dyingAfter(container('routing'), writes), files);
    const outcome = await dying.roll(shard, fence, snapshot, facts).catch(() => undefined);
    isWhole = outcome?.kind === 'appended';
    const loaded = await journal().load(shard);
    // Sealed, the new one is read: nothing in between.
    if (loaded.snapshot !== null) expect(loaded.snapshot).toEqual(snapshot);
    if (loaded.snapshot !== null) break;
    expect(loaded.tail).toEqual([]);
  }
  expect(writes).toBeGreaterThan(5);
  const { fence } = await journal().load(shard);
  const entry = { seq: 4, at: 0, configVersion: 1, command: { type: 'tick' }, outcome: {}, acts: [], doneActs: [] };
  expect((await journal().append(shard, fence, [entry as never], facts)).kind).toBe('appended');
  expect(await journal().load(shard)).toMatchObject({ snapshot: { seq: 3 }, tail: [{ seq: 4 }] });
});

/** The container to a process that dies before its write of that number. */
function dyingAfter(real: Container, writes: number): Container {
  let left = writes;
  const dying =
    <Given extends readonly unknown[], Result>(write: (...given: Given) => Promise<Result>) =>
    async (...given: Given): Promise<Result> => {
      if (left === 0) throw new Error('died');
      left -= 1;
      return write(...given);
    };
  const { items } = real;
  const create = dying(items.create.bind(items));
  const batch = dying(items.batch.bind(items));
  const upsert = dying(items.upsert.bind(items));
  const query = items.query.bind(items);
  return { item: real.item.bind(real), items: { create, batch, upsert, query } } as unknown as Container;
}

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
