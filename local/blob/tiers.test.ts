import { code, goodToken, HOUR, NOON, openWorkbench, shared, type Workbench } from './workbench.testsuite';

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench();
  await bench.put('a', 'hello');
});
afterEach(() => bench.close());

const blob = (name = 'a') => bench.container.getBlockBlobClient(name);
const told = async (name = 'a') => {
  const { accessTier, accessTierInferred, accessTierChangedOn, archiveStatus, rehydratePriority } =
    await blob(name).getProperties();
  return { accessTier, accessTierInferred, accessTierChangedOn, archiveStatus, rehydratePriority };
};

test('a tier is inferred until it is set, which is no new version', async () => {
  const before = await blob().getProperties();
  expect(await told()).toMatchObject({ accessTier: 'Hot', accessTierInferred: true });
  await blob().setAccessTier('Cool');
  bench = await bench.reopen();
  expect(await told()).toMatchObject({ accessTier: 'Cool', accessTierChangedOn: new Date(NOON) });
  expect((await told()).accessTierInferred).toBeUndefined();
  expect((await blob().getProperties()).etag).toBe(before.etag);
  await bench.put('a', 'again');
  expect(await told()).toMatchObject({ accessTier: 'Hot', accessTierInferred: true });
});

test('a blob may be put in a tier, whole, as blocks or as a copy', async () => {
  await blob('b').upload('1', 1, { tier: 'Cold' });
  await blob('c').commitBlockList([], { tier: 'Cool' });
  await blob('d').syncCopyFromURL(blob().url, { tier: 'Cool' });
  const listed = [];
  for await (const { name, properties } of bench.container.listBlobsFlat()) listed.push([name, properties.accessTier]);
  expect(listed).toEqual([
    ['a', 'Hot'],
    ['b', 'Cold'],
    ['c', 'Cool'],
    ['d', 'Cool'],
  ]);
  const { headers } = await bench.post({
    url: blob('e').url,
    method: 'PUT',
    headers: { authorization: `Bearer ${goodToken}`, 'x-ms-blob-type': 'BlockBlob', 'x-ms-access-tier': 'Warm' },
    body: '1',
  });
  expect(headers['x-ms-error-code']).toBe('InvalidHeaderValue');
});

test('an archived blob is told of, written over and deleted, but not read or changed', async () => {
  await blob().setAccessTier('Archive');
  expect(await told()).toMatchObject({ accessTier: 'Archive', archiveStatus: undefined });
  expect(await code(blob().downloadToBuffer())).toBe('BlobArchived');
  expect(await code(blob().setMetadata({ a: 'b' }))).toBe('BlobArchived');
  expect(await code(blob().createSnapshot())).toBe('BlobArchived');
  expect(await code(blob().commitBlockList([]))).toBe('BlobArchived');
  expect(await code(blob('b').beginCopyFromURL(blob().url))).toBe('BlobArchived');
  await (await blob('b').beginCopyFromURL(blob().url, { tier: 'Hot' })).pollUntilDone();
  expect(await bench.textOf('b')).toBe('hello');
  expect(await code(blob().upload('1', 1))).toBe('done');
});

test.each([
  ['Standard', 15],
  ['High', 1],
] as const)('by the priority %s a blob is back from the archive in %i hours of the clock', async (priority, hours) => {
  await blob().setAccessTier('Archive');
  const { _response } = await blob().setAccessTier('Cool', { rehydratePriority: priority });
  expect(_response.status).toBe(202);
  const pending = { accessTier: 'Archive', archiveStatus: 'rehydrate-pending-to-cool', rehydratePriority: priority };
  expect(await told()).toMatchObject(pending);
  bench.clock.stepTo(NOON + hours * HOUR - 1);
  expect(await code(blob().downloadToBuffer())).toBe('BlobArchived');
  bench.clock.stepTo(NOON + hours * HOUR);
  expect(await bench.textOf('a')).toBe('hello');
  expect(await told()).toMatchObject({ accessTier: 'Cool', archiveStatus: undefined });
});

test('what is on its way goes nowhere else, but may be hurried', async () => {
  await blob().setAccessTier('Archive');
  await blob().setAccessTier('Cool');
  expect(await code(blob().setAccessTier('Hot'))).toBe('BlobBeingRehydrated');
  expect(await code(blob().setAccessTier('Archive'))).toBe('BlobBeingRehydrated');
  await blob().setAccessTier('Cool', { rehydratePriority: 'High' });
  bench.clock.stepTo(NOON + HOUR);
  expect(await told()).toMatchObject({ accessTier: 'Cool' });
});

test('only block blobs have tiers; a batch sets many', async () => {
  const log = bench.container.getAppendBlobClient('log');
  await log.create();
  expect(await code(log.setAccessTier('Cool'))).toBe('InvalidBlobType');
  expect((await log.getProperties()).accessTier).toBeUndefined();
  const batches = bench.service.getBlobBatchClient();
  const { subResponses } = await batches.setBlobsAccessTier([blob().url, log.url], shared, 'Cool');
  expect(subResponses.map(({ status }) => status)).toEqual([200, 409]);
  expect((await told()).accessTier).toBe('Cool');
});

test('a named lease must be held, and conditions on tags hold, where a tier is set', async () => {
  await blob().setTags({ k: 'v' });
  const set = (conditions: object) => code(blob().setAccessTier('Cool', { conditions }));
  expect(await set({ tagConditions: `k='w'` })).toBe('ConditionNotMet');
  expect(await set({ leaseId: 'ca761232-ed42-11ce-bacd-00aa0057b223' })).toBe('LeaseNotPresentWithBlobOperation');
  await blob().getBlobLeaseClient().acquireLease(-1);
  expect(await set({})).toBe('done');
});
