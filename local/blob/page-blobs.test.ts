// cspell:ignore abaa
import { readdirSync } from 'node:fs';
import { code, openWorkbench, type Workbench } from './workbench.testsuite';

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench();
});
afterEach(() => bench.close());

const PAGE = 512;
const disk = () => bench.container.getPageBlobClient('disk');
const pages = (letter: string, count = 1) => letter.repeat(count * PAGE);
const write = (letter: string, at: number, count = 1, options: object = {}) =>
  disk().uploadPages(pages(letter, count), at * PAGE, count * PAGE, options);
/** One letter for each page, `.` for an empty one. */
const look = async () => {
  const content = (await disk().downloadToBuffer()).toString();
  return (content.match(/.{512}/gsu) ?? []).map((page) => (page[0] === '\0' ? '.' : page[0])).join('');
};
const ranges = async (from?: number, count?: number) =>
  ((await disk().getPageRanges(from, count)).pageRange ?? []).map(({ offset, count: size }) => [
    offset / PAGE,
    // The client counts one too few.
    ((size ?? 0) + 1) / PAGE,
  ]);

test('pages are written where they are told, over others, and kept over restarts', async () => {
  await disk().create(8 * PAGE);
  expect([await look(), await ranges()]).toEqual(['........', []]);
  await write('a', 1, 4);
  await write('b', 2, 1);
  await write('c', 6);
  bench = await bench.reopen();
  expect([await look(), await ranges()]).toEqual([
    '.abaa.c.',
    [
      [1, 4],
      [6, 1],
    ],
  ]);
  expect((await disk().downloadToBuffer(2 * PAGE - 1, 2)).toString()).toBe('ab');
  expect(await ranges(2 * PAGE, 5 * PAGE)).toEqual([
    [2, 3],
    [6, 1],
  ]);
  expect(await disk().getProperties()).toMatchObject({ blobType: 'PageBlob', contentLength: 8 * PAGE });
});

test('pages are cleared, and what nobody needs goes from the disk', async () => {
  await disk().create(4 * PAGE);
  await write('a', 0, 4);
  await disk().clearPages(PAGE, 2 * PAGE);
  expect([await look(), await ranges()]).toEqual([
    'a..a',
    [
      [0, 1],
      [3, 1],
    ],
  ]);
  await write('b', 0, 4);
  expect([await look(), readdirSync(bench.contents).length]).toEqual(['bbbb', 1]);
  await disk().clearPages(0, 4 * PAGE);
  expect(readdirSync(bench.contents)).toEqual([]);
  await disk().delete();
});

test('pages are read whole while others are written over them, and nothing is left behind', async () => {
  await disk().create(8 * PAGE);
  for (const at of [0, 1, 2, 3, 4, 5, 6, 7]) await write('a', at);
  const rounds = Array.from({ length: 40 }, (_, n) => n);
  const reads = rounds.map(() => look());
  const writes = rounds.map((n) => write('b', n % 8));
  expect((await Promise.all(reads)).filter((seen) => !/^[ab]{8}$/.test(seen))).toEqual([]);
  await Promise.all(writes);
  expect([await look(), readdirSync(bench.contents).length]).toEqual(['bbbbbbbb', 8]);
});

test('pages written at once are each there whole', async () => {
  await disk().create(8 * PAGE);
  await Promise.all('abcdefgh'.split('').map((letter, at) => write(letter, at)));
  expect(await look()).toBe('abcdefgh');
});

test('what is no page, or beyond the end, is refused', async () => {
  await disk().create(2 * PAGE);
  expect(await code(disk().uploadPages('x', 0, 1))).toBe('InvalidPageRange');
  expect(await code(write('a', 2))).toBe('InvalidPageRange');
  expect(await code(disk().clearPages(PAGE, 2 * PAGE))).toBe('InvalidPageRange');
  expect(await code(disk().create(100))).toBe('InvalidHeaderValue');
  expect(readdirSync(bench.contents)).toEqual([]);
  await bench.put('a', '1');
  expect(await code(bench.container.getPageBlobClient('a').clearPages(0, PAGE))).toBe('InvalidBlobType');
});

test('a sequence number guards writes, and is set or counted', async () => {
  await disk().create(PAGE, { blobSequenceNumber: 5 });
  const writeIf = (conditions: object) => code(write('a', 0, 1, { conditions }));
  expect(await writeIf({ ifSequenceNumberEqualTo: 4 })).toBe('SequenceNumberConditionNotMet');
  expect(await writeIf({ ifSequenceNumberLessThan: 5 })).toBe('SequenceNumberConditionNotMet');
  expect(await writeIf({ ifSequenceNumberLessThanOrEqualTo: 5 })).toBe('done');
  expect((await disk().updateSequenceNumber('increment')).blobSequenceNumber).toBe(6);
  await disk().updateSequenceNumber('max', 3);
  expect((await disk().getProperties()).blobSequenceNumber).toBe(6);
  await disk().updateSequenceNumber('update', 3);
  expect((await disk().getProperties()).blobSequenceNumber).toBe(3);
});

test('a resize cuts pages off, or makes room for more', async () => {
  await disk().create(2 * PAGE, { blobHTTPHeaders: { blobContentType: 'application/x-disk' } });
  await write('a', 0, 2);
  await disk().resize(PAGE);
  await disk().resize(3 * PAGE);
  expect([await look(), await ranges()]).toEqual(['a..', [[0, 1]]]);
  expect((await disk().getProperties()).contentType).toBe('application/x-disk');
  expect(await code(disk().resize(1))).toBe('InvalidHeaderValue');
});

test('snapshots and copies keep pages; the difference between two is told', async () => {
  await disk().create(4 * PAGE);
  await write('a', 0, 3);
  const { snapshot = '' } = await disk().createSnapshot();
  await write('b', 1);
  await disk().clearPages(2 * PAGE, PAGE);
  const then = await disk().withSnapshot(snapshot).downloadToBuffer();
  expect(then.toString().slice(0, 3 * PAGE)).toBe(pages('a', 3));
  const { pageRange, clearRange } = await disk().getPageRangesDiff(0, 4 * PAGE, snapshot);
  expect([pageRange, clearRange]).toEqual([
    [{ offset: PAGE, count: PAGE - 1 }],
    [{ offset: 2 * PAGE, count: PAGE - 1 }],
  ]);
  const missing = disk().getPageRangesDiff(0, PAGE, '2020-01-01T00:00:00.0000000Z');
  expect(await code(missing)).toBe('PreviousSnapshotNotFound');
  const copy = bench.container.getPageBlobClient('copy');
  await (await copy.beginCopyFromURL(disk().withSnapshot(snapshot).url)).pollUntilDone();
  expect((await copy.getPageRanges()).pageRange).toEqual([{ offset: 0, count: 3 * PAGE - 1 }]);
  await disk().delete({ deleteSnapshots: 'include' });
  expect((await copy.downloadToBuffer(0, PAGE)).toString()).toBe(pages('a'));
  expect(readdirSync(bench.contents)).toHaveLength(1);
});

test('pages may come from another blob', async () => {
  await bench.put('a', pages('x') + pages('y'));
  await disk().create(2 * PAGE);
  await disk().uploadPagesFromURL(bench.container.getBlobClient('a').url, PAGE, 0, PAGE);
  expect(await look()).toBe('y.');
});
