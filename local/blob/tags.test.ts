import { BlobSASPermissions, BlockBlobClient } from '@azure/storage-blob';
import { code, HOUR, NOON, openWorkbench, type Workbench } from './workbench.testsuite';

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench();
});
afterEach(() => bench.close());

const blob = (name = 'a') => bench.container.getBlockBlobClient(name);
const upload = (name: string, tags: Record<string, string>) => blob(name).upload('1', 1, { tags });
const found = async (where: string) => {
  const names: string[] = [];
  for await (const { containerName, name } of bench.service.findBlobsByTags(where))
    names.push(`${containerName}/${name}`);
  return names;
};

test('tags are set beside the content: the version stays, the next content takes them away', async () => {
  await upload('a', { queue: 'sales' });
  const before = await blob().getProperties();
  await blob().setTags({ queue: 'service', 'to review': 'yes & no'.replace(' & ', ' + ') });
  expect((await blob().getTags()).tags).toEqual({ queue: 'service', 'to review': 'yes + no' });
  const after = await blob().getProperties();
  expect([after.etag, before.tagCount, after.tagCount]).toEqual([before.etag, 1, 2]);
  await blob().setMetadata({ kept: 'yes' });
  expect((await blob().getProperties()).tagCount).toBe(2);
  bench = await bench.reopen();
  expect((await blob().getTags()).tags).toMatchObject({ queue: 'service' });
  await bench.put('a', '2');
  expect((await blob().getTags()).tags).toEqual({});
});

test('tags that Azure would not take are refused', async () => {
  await bench.put('a', '1');
  const set = (tags: Record<string, string>) => code(blob().setTags(tags));
  expect(await set(Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`k${n}`, 'v'])))).toBe('TagsTooLarge');
  expect(await set({ ['k'.repeat(129)]: 'v' })).toBe('TagsTooLarge');
  expect(await set({ k: 'v'.repeat(257) })).toBe('TagsTooLarge');
  expect(await set({ '': 'v' })).toBe('EmptyTagName');
  expect(await set({ k: 'ü' })).toBe('InvalidTag');
  expect(await code(upload('b', { k: '?' }))).toBe('InvalidTag');
  expect(await blob('b').exists()).toBe(false);
});

test('a lease guards the tags', async () => {
  await bench.put('a', '1');
  const { leaseId = '' } = await blob().getBlobLeaseClient().acquireLease(-1);
  expect(await code(blob().setTags({ k: 'v' }))).toBe('LeaseIdMissing');
  expect(await code(blob().setTags({ k: 'v' }, { conditions: { leaseId } }))).toBe('done');
});

test('blobs are found by their tags, in the whole account or in a container', async () => {
  await bench.service.createContainer('more');
  await upload('a', { queue: 'sales', day: '2026-10-01' });
  await upload('b', { queue: 'sales', day: '2026-10-05' });
  await upload('c', { queue: 'service', day: '2026-10-05' });
  await bench.service
    .getContainerClient('more')
    .getBlockBlobClient('d')
    .upload('1', 1, { tags: { queue: 'sales' } });
  expect(await found(`queue = 'sales'`)).toEqual(['files/a', 'files/b', 'more/d']);
  expect(await found(`queue='sales' AND "day" > '2026-10-01' and day <= '2026-10-05'`)).toEqual(['files/b']);
  expect(await found(`@container = 'more' AND queue = 'sales'`)).toEqual(['more/d']);
  const here = [];
  for await (const { name, tags } of bench.container.findBlobsByTags(`queue>='sales'`))
    here.push([name, Object.keys(tags ?? {})]);
  // Of tags only those are told that were asked for.
  expect(here).toEqual(['a', 'b', 'c'].map((name) => [name, ['queue']]));
  await blob('a').delete();
  expect(await found(`queue = 'sales'`)).toEqual(['files/b', 'more/d']);
});

test('what is found comes in pages', async () => {
  for (const name of ['a', 'b', 'c']) await upload(name, { k: 'v' });
  const pages = [];
  for await (const { blobs } of bench.service.findBlobsByTags(`k='v'`).byPage({ maxPageSize: 2 }))
    pages.push(blobs.map(({ name, tags }) => [name, tags]));
  expect(pages).toEqual([
    [
      ['a', { k: 'v' }],
      ['b', { k: 'v' }],
    ],
    [['c', { k: 'v' }]],
  ]);
});

test.each(['k==v', "k+1='v'", "k='v' or k='w'", "k<>'v'", "@other='v'", "'k'='v'", "k='?'", "k='v", "k='v' and"])(
  'a search for %s is refused',
  async (where) => {
    expect(await code(found(where))).toBe('InvalidQueryParameterValue');
  },
);

test('a list tells tags where it is asked for them', async () => {
  await upload('a', { k: 'v' });
  const told = async (options: object) => (await bench.container.listBlobsFlat(options).next()).value.tags as unknown;
  expect(await told({ includeTags: true })).toEqual({ k: 'v' });
  expect(await told({})).toBeUndefined();
});

test('conditions on tags guard reads and writes', async () => {
  await upload('a', { queue: 'sales', day: '5' });
  const read = (tagConditions: string) => code(blob().getProperties({ conditions: { tagConditions } }));
  expect(await read(`queue='sales'`)).toBe('done');
  expect(await read(`queue<>'sales' or (day>'4' and day<='5')`)).toBe('done');
  expect(await read(`none<>'x'`)).toBe('ConditionNotMet');
  expect(await read(`queue='x`)).toBe('InvalidHeaderValue');
  expect(await read(`@container='files'`)).toBe('InvalidHeaderValue');
  const write = (tagConditions: string) => code(blob().setMetadata({}, { conditions: { tagConditions } }));
  expect(await write(`queue='service'`)).toBe('ConditionNotMet');
  expect(await write(`queue='sales'`)).toBe('done');
  expect(await code(blob().getBlockList('all', { conditions: { tagConditions: `day='6'` } }))).toBe('ConditionNotMet');
});

test('a copy has tags of its own, or those of its source', async () => {
  await upload('a', { k: 'v' });
  const copy = async (options: object) => {
    await blob('b').syncCopyFromURL(blob().url, options);
    return (await blob('b').getTags()).tags;
  };
  expect(await copy({})).toEqual({});
  expect(await copy({ tags: { own: 'yes' } })).toEqual({ own: 'yes' });
  expect(await copy({ copySourceTags: 'COPY' })).toEqual({ k: 'v' });
  expect(await code(copy({ copySourceTags: 'COPY', tags: { own: 'yes' } }))).toBe(
    'BothUserTagsAndSourceTagsCopyPresentException',
  );
});

test('a URL that writes gives tags as well', async () => {
  const permissions = BlobSASPermissions.parse('w');
  const url = await blob().generateSasUrl({ permissions, expiresOn: new Date(NOON + HOUR) });
  const signed = new BlockBlobClient(url, undefined, bench.options);
  expect(await code(signed.upload('1', 1, { tags: { k: 'v' } }))).toBe('done');
  expect(await code(signed.setTags({}))).toBe('AuthorizationPermissionMismatch');
});
