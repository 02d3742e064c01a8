import fc from 'fast-check';
import { createHeap, firstOf, popFrom, pushTo, siftWhenLong } from './heap';
import { createMemory, memories, recall, remember } from './memory';
import { countBefore, insertSorted, removeSorted } from './sorted';

const byValue = (a: number, b: number) => a - b;
const numbers = fc.array(fc.integer({ min: 0, max: 50 }), { size: 'medium' });

test('a heap gives back in order, also after a sift', () => {
  fc.assert(
    fc.property(numbers, fc.boolean(), (items, isSifted) => {
      const heap = createHeap(byValue);
      for (const item of items) pushTo(heap, item);
      if (isSifted) {
        heap.siftAt = 0;
        siftWhenLong(heap, (item) => item % 2 === 0);
      }
      const taken: number[] = [];
      for (let first = firstOf(heap); first !== undefined; first = firstOf(heap)) {
        taken.push(first);
        popFrom(heap);
      }
      expect(taken).toEqual(items.filter((item) => !isSifted || item % 2 === 0).sort(byValue));
    }),
  );
});

test('a sorted array stays in order, and counts what comes before', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat({ max: 200 })), numbers, (items, gone) => {
      const sorted: number[] = [];
      for (const item of items) insertSorted(sorted, item, byValue);
      for (const item of gone) removeSorted(sorted, item, byValue);
      const expected = items.filter((item) => !gone.includes(item)).sort(byValue);
      expect(sorted).toEqual(expected);
      expected.forEach((item, index) => expect(countBefore(sorted, item, byValue)).toBe(index));
    }),
  );
});

test('a memory forgets the oldest, and keeps the age of what it is told again', () => {
  const memory = createMemory<number>(3);
  for (const [id, value] of [
    ['a', 1],
    ['b', 2],
    ['c', 3],
    ['a', 4],
    ['d', 5],
  ] as const)
    remember(memory, id, value);
  expect(memories(memory)).toEqual([
    ['b', 2],
    ['c', 3],
    ['d', 5],
  ]);
  expect(recall(memory, 'a')).toBeUndefined();
  expect(recall(memory, 'd')).toBe(5);
});
