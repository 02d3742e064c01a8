import { effectiveKey, numberKey, type HashKind } from './partition-hash';
import type { PartitionKey } from './partition-key';

/** A physical partition: the effective partition keys from `min` up to `max`, which is not in it. */
export interface PartitionRange {
  readonly index: number;
  /** As it is named on the wire. */
  readonly id: string;
  readonly min: string;
  readonly max: string;
}

/** The physical partitions of a container, which never split. */
export interface PartitionRanges {
  readonly layout: Layout;
  readonly all: readonly PartitionRange[];
  effective(components: readonly unknown[]): string;
  /** Where documents of a key live. */
  of(pk: PartitionKey): PartitionRange;
  ofEffective(epk: string): PartitionRange;
  byId(id: string): PartitionRange | undefined;
}

/** What the service gives a container before its throughput asks for more. Several, so that no code lives by one. */
export const FEWEST_RANGES = 3;
/** Numbers of documents have room for no more. */
export const MOST_RANGES = 15;
/** A physical partition serves up to 10,000 RU/s; whoever begins with many gets room to grow. */
const UNITS_PER_RANGE = 10_000;
const MANY_UNITS = 18_000;
const UNITS_PER_RANGE_OF_MANY = 6_000;

export function rangesForThroughput(unitsPerSecond: number): number {
  const perRange = unitsPerSecond > MANY_UNITS ? UNITS_PER_RANGE_OF_MANY : UNITS_PER_RANGE;
  return Math.min(MOST_RANGES, Math.max(FEWEST_RANGES, Math.ceil(unitsPerSecond / perRange)));
}

/** How the whole is divided: evenly, or, as earlier versions did it, by halving the widest part again and again. */
export type Layout = 'even' | 'halves';

const KNOWN_KEYS = 20_000;

export function createRanges(kind: HashKind, count: number, layout: Layout = 'even'): PartitionRanges {
  const fractions = layout === 'even' ? evenly(count) : byHalves(count);
  const bounds = ['', ...fractions.map((at) => boundAt(kind, at)), 'FF'];
  const all = bounds
    .slice(0, -1)
    .map((min, index) => ({ index, id: String(index), min, max: bounds[index + 1] ?? 'FF' }));
  const known = new Map<PartitionKey, PartitionRange>();
  const effective = (components: readonly unknown[]) => effectiveKey(kind, components as never);
  const ofEffective = (epk: string): PartitionRange => {
    const found = all.findLast(({ min }) => epk >= min);
    if (found === undefined) throw new Error(`No range holds ${epk}.`);
    return found;
  };
  return {
    layout,
    all,
    effective,
    ofEffective,
    of(pk) {
      const before = known.get(pk);
      if (before !== undefined) return before;
      const range = ofEffective(effective(JSON.parse(pk) as readonly unknown[]));
      if (known.size >= KNOWN_KEYS) known.clear();
      known.set(pk, range);
      return range;
    },
    byId: (id) => all.find((range) => range.id === id),
  };
}

/** Where the inner bounds lie, as those known of the service do. */
const evenly = (count: number): readonly number[] => Array.from({ length: count - 1 }, (_, i) => (i + 1) / count);

/** Documents of earlier versions are numbered by these. */
function byHalves(count: number): readonly number[] {
  let bounds = [0, 1];
  while (bounds.length <= count) {
    const widths = bounds.slice(1).map((end, i) => end - (bounds[i] ?? 0));
    const widest = widths.indexOf(Math.max(...widths));
    const middle = (bounds[widest] ?? 0) + (widths[widest] ?? 0) / 2;
    bounds = [...bounds.slice(0, widest + 1), middle, ...bounds.slice(widest + 1)];
  }
  return bounds.slice(1, -1);
}

const LARGEST_HASH_32 = 0xffffffff;
const STEPS = 2 ** 52;

function boundAt(kind: HashKind, fraction: number): string {
  if (kind === 'v1') return numberKey(Math.floor(fraction * LARGEST_HASH_32));
  const bound = (BigInt(Math.floor(fraction * STEPS)) * 2n ** 126n) / BigInt(STEPS) - 1n;
  return bound.toString(16).toUpperCase().padStart(32, '0');
}
