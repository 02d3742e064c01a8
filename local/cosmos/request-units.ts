/**
 * The frozen model of request charges: Microsoft's table of sizes (KB, read, write) and rules for index terms of
 * "Understand request units consumption", 21 April 2026. Between two sizes it is a straight line.
 */
const BY_SIZE_KB = [
  [1, 1, 4.95],
  [2, 1.04, 6.29],
  [4, 1.14, 6.67],
  [8, 1.33, 7.04],
  [16, 1.67, 9.52],
  [32, 2.19, 11.23],
  [64, 4.76, 22.67],
  [128, 9.95, 48.19],
  [256, 20.28, 98.29],
  [512, 40.95, 184.57],
  [1024, 145.9, 625],
  [2048, 291.8, 1250],
] as const;

const PER_TERM = 0.2;
const PER_PATCH_OPERATION = 0.4;

export const roundCharge = (charge: number): number => Math.round(charge * 100) / 100;

function bySize(bytes: number, column: 1 | 2): number {
  const sizeKb = Math.min(Math.max(bytes / 1024, 1), 2048);
  const upper = Math.max(
    1,
    BY_SIZE_KB.findIndex(([size]) => size >= sizeKb),
  );
  const [low, high] = [BY_SIZE_KB[upper - 1], BY_SIZE_KB[upper]];
  if (low === undefined || high === undefined) return 0;
  return low[column] + ((high[column] - low[column]) * (sizeKb - low[0])) / (high[0] - low[0]);
}

/** A stored version of a document, as far as its charge goes. */
export interface Weighed {
  readonly bytes: number;
  readonly terms: ReadonlySet<string>;
}

export const readCharge = (bytes: number): number => roundCharge(bySize(bytes, 1));

/** Of a create and of a delete. */
export const writeCharge = ({ bytes, terms }: Weighed): number => roundCharge(bySize(bytes, 2) + PER_TERM * terms.size);

/** The old version goes and the new one comes, with the terms that differ. */
export function replaceCharge(before: Weighed, after: Weighed): number {
  const gone = [...before.terms].filter((term) => !after.terms.has(term)).length;
  const come = [...after.terms].filter((term) => !before.terms.has(term)).length;
  return roundCharge(bySize(before.bytes, 2) + bySize(after.bytes, 2) + PER_TERM * (gone + come));
}

export const patchCharge = (replaced: number, operations: number): number =>
  roundCharge(replaced + PER_PATCH_OPERATION * operations);

/** Nobody documents a query's charge: a floor, what it had to load, and what it gave. */
export const queryCharge = (loadedBytes: number, results: number): number =>
  roundCharge(2.3 + (loadedBytes / 1024) * 0.03 + results * 0.02);

/** A read that finds nothing, or an unchanged document. */
export const SMALLEST_CHARGE = 1;
