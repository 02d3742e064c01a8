import type { Compare } from './heap';

/**
 * Arrays in order. Moving the tail of an array of some thousand pointers is one block copy, which no tree beats at the lengths that
 * queues have.
 */

/** How many items come before `item`. */
export function countBefore<Item>(items: readonly Item[], item: Item, compare: Compare<Item>): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = items[middle];
    if (other !== undefined && compare(other, item) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function insertSorted<Item>(items: Item[], item: Item, compare: Compare<Item>): void {
  const last = items.at(-1);
  if (last === undefined || compare(last, item) < 0) items.push(item);
  else items.splice(countBefore(items, item, compare), 0, item);
}

/** Takes `item` out, if it is in. */
export function removeSorted<Item>(items: Item[], item: Item, compare: Compare<Item>): void {
  if (items[0] === item) {
    items.shift();
    return;
  }
  const at = countBefore(items, item, compare);
  if (items[at] === item) items.splice(at, 1);
}
