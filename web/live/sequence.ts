import type { LiveFrame } from '../../shared/contracts/live';

/** What was heard of each writer: all numbers from `from` to `last`, but for those missing. */
interface Heard {
  readonly last: number;
  readonly missing: readonly number[];
}

/** Which frames came. A writer is heard from its first frame that comes; what it said before is in the snapshot. */
export type Sequence = ReadonlyMap<string, Heard>;

export const NOTHING_HEARD: Sequence = new Map();

/** Counts a frame in. `isNew` is false for one that came before: applying it again would do no harm, and no good. */
export function hear(
  sequence: Sequence,
  { writer, n }: LiveFrame,
): { readonly sequence: Sequence; readonly isNew: boolean } {
  const known = sequence.get(writer);
  const next = known === undefined ? begin(n) : advance(known, n);
  return next === known
    ? { sequence, isNew: false }
    : { sequence: new Map([...sequence, [writer, next]]), isNew: true };
}

/**
 * What a writer said before it was first heard may be missing; and even its very first frame may be older than the
 * snapshot, and bring back what is gone. Either way a new snapshot settles it, once for each writer.
 */
const begin = (n: number): Heard => ({ last: n, missing: [BEFORE_ALL] });

/** No frame has this number: one late frame does not stand for all that a writer may have said before. */
const BEFORE_ALL = 0;

function advance(known: Heard, n: number): Heard {
  if (n > known.last) {
    const skipped = Array.from({ length: n - known.last - 1 }, (_, index) => known.last + 1 + index);
    return { last: n, missing: [...known.missing, ...skipped] };
  }
  if (!known.missing.includes(n)) return known;
  return { ...known, missing: known.missing.filter((one) => one !== n) };
}

/** Whether something was said that did not come, or not yet. */
export const hasGap = (sequence: Sequence): boolean => [...sequence.values()].some(({ missing }) => missing.length > 0);

/** A snapshot that was asked for after all that was heard holds what is missing. */
export const filled = (sequence: Sequence): Sequence =>
  new Map([...sequence].map(([writer, { last }]) => [writer, { last, missing: [] }]));
