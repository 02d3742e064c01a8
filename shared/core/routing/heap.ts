/** Below zero: `a` comes first. */
export type Compare<Item> = (a: Item, b: Item) => number;

/** A binary heap: the first item is at index 0. */
export interface Heap<Item> {
  items: Item[];
  readonly compare: Compare<Item>;
  /** How many items may come together before `siftWhenLong` looks which of them still count. */
  siftAt: number;
}

const SIFT_AT_LEAST = 4_096;

/** An empty one. */
export const createHeap = <Item>(compare: Compare<Item>): Heap<Item> => ({
  items: [],
  compare,
  siftAt: SIFT_AT_LEAST,
});

/** The first item; undefined when there is none. It stays. */
export const firstOf = <Item>(heap: Heap<Item>): Item | undefined => heap.items[0];

/** Puts an item in. */
export function pushTo<Item>(heap: Heap<Item>, item: Item): void {
  const { items, compare } = heap;
  let at = items.length;
  items.push(item);
  while (at > 0) {
    const parentAt = (at - 1) >> 1;
    const parent = items[parentAt];
    if (parent === undefined || compare(parent, item) <= 0) break;
    items[at] = parent;
    at = parentAt;
  }
  items[at] = item;
}

/** Takes the first item away. */
export function popFrom<Item>(heap: Heap<Item>): void {
  const last = heap.items.pop();
  if (last !== undefined && heap.items.length > 0) sink(heap, last);
}

function sink<Item>({ items, compare }: Heap<Item>, item: Item): void {
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    const leftItem = items[left];
    if (leftItem === undefined) break;
    const rightItem = items[left + 1];
    const isRight = rightItem !== undefined && compare(rightItem, leftItem) < 0;
    const child = isRight ? rightItem : leftItem;
    if (compare(item, child) <= 0) break;
    items[at] = child;
    at = isRight ? left + 1 : left;
  }
  items[at] = item;
}

/** Drops items that do not count any more, once there are twice as many items as counted last time. */
export function siftWhenLong<Item>(heap: Heap<Item>, counts: (item: Item) => boolean): void {
  if (heap.items.length <= heap.siftAt) return;
  // An array in order is a heap.
  heap.items = heap.items.filter(counts).sort(heap.compare);
  heap.siftAt = Math.max(SIFT_AT_LEAST, 2 * heap.items.length);
}
