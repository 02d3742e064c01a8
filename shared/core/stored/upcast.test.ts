import { numbered, upcastDocument, upcastOf } from './upcast';
import { UPCASTERS, type Upcasters } from './upcasters';

/** A kind that two later releases changed: a word, then its length. */
const TWO: Upcasters = new Map([
  [
    'word',
    [
      (document) => ({ ...document, text: (document as { word: string }).word }),
      (document) => ({ ...document, length: (document as { text: string }).text.length }),
    ],
  ],
]);

test('a document goes through what later releases made of its kind, and no further back than its own shape', () => {
  const read = (document: object) => upcastDocument(document, TWO);
  expect(read({ kind: 'word', word: 'ab' })).toEqual({ kind: 'word', word: 'ab', text: 'ab', length: 2 });
  expect(read({ kind: 'word', schema: 2, text: 'abc' })).toEqual({ kind: 'word', schema: 2, text: 'abc', length: 3 });
  const current = { kind: 'word', schema: 3, text: 'abc', length: 3 };
  expect(read(current)).toBe(current);
});

test('what a later release wrote, and what is of another kind, is read as it is', () => {
  const later = { kind: 'word', schema: 9, rune: 'x' };
  expect(upcastDocument(later, TWO)).toBe(later);
  const other = { id: 'other', kind: 'other' };
  expect(upcastDocument(other, TWO)).toBe(other);
  expect([upcastOf('text'), upcastOf(null), upcastOf(undefined)]).toEqual(['text', null, undefined]);
});

test('a document is written with the number of its shape, where that is not the first', () => {
  expect(numbered({ kind: 'word', text: 'a' }, TWO)).toEqual({ kind: 'word', text: 'a', schema: 3 });
  const first = { kind: 'other' };
  expect(numbered(first, TWO)).toBe(first);
});

test('a version of before there was an audit entry has one, and those that have theirs keep it', () => {
  const files = [{ name: 'a.yaml', content: '' }];
  expect(upcastDocument<object>({ id: 'version:3', version: 3, files })).toMatchObject({
    files,
    change: { author: { id: 'unknown' }, replaces: 2, restores: null },
  });
  const change = { at: 1, author: { id: 'ada', name: 'Ada' }, reason: 'r', replaces: 1, restores: null };
  expect(upcastDocument<object>({ id: 'version:3', version: 3, files, change })).toMatchObject({ change });
  const pointer = { id: 'live', version: 3 };
  expect(upcastDocument(pointer)).toBe(pointer);
});

test('live figures of an earlier release say the queue of those who wait; figures of an interval stay', () => {
  const at = { channel: 'chat', openedAt: 1 };
  const live = {
    open: { a: at, b: at, c: { ...at, queueId: 'sales' } },
    waiting: { a: { queueId: 'support', channel: 'chat', beganAt: 1 } },
  };
  expect(upcastDocument<object>({ id: 'aggregate', aggregate: live })).toEqual({
    id: 'aggregate',
    aggregate: { ...live, open: { a: { ...at, queueId: 'support' }, b: at, c: { ...at, queueId: 'sales' } } },
  });
  const interval = { id: 'aggregate', aggregate: { arrived: {}, queues: {} } };
  expect(upcastDocument(interval)).toBe(interval);
});

test('there is something to do for some kind, and doing it twice does no harm', () => {
  expect([...UPCASTERS.keys()]).toEqual(['version', 'aggregate', 'said']);
  const documents = [
    { id: 'version:1', version: 1, files: [] },
    { id: 'aggregate', aggregate: { open: { a: {} }, waiting: { a: { queueId: 'q' } } } },
    { id: 'said:00000001', message: { seq: 1, text: 'Hello' } },
  ];
  for (const document of documents) {
    const once = upcastDocument<object>(document);
    expect(upcastDocument(once)).toEqual(once);
    expect(once).not.toEqual(document);
  }
});
