import { builtIn, ofNumbers, type BuiltIn } from './built-in';

const one = (apply: (x: number) => number): BuiltIn => ofNumbers(1, 1, apply);
const two = (apply: (x: number, y: number) => number): BuiltIn => ofNumbers(2, 2, (x = NaN, y = NaN) => apply(x, y));

/** Halves go away from zero. */
const round = (x: number): number => (x < 0 ? -Math.round(-x) : Math.round(x));

/** By the bases that have a logarithm of their own, which is the more exact. */
function logarithm(x = NaN, base = Math.E): number {
  if (base === 10) return Math.log10(x);
  return base === 2 ? Math.log2(x) : Math.log(x) / Math.log(base);
}

/** Whole numbers have 64 bits. */
const ofWhole = (x: bigint): number => Number(BigInt.asIntN(64, x));

const whole = (apply: (x: bigint, y: bigint) => bigint | undefined): BuiltIn =>
  builtIn(2, 2, ([x, y]) => {
    if (!Number.isInteger(x) || !Number.isInteger(y)) return undefined;
    const answer = apply(BigInt(x as number), BigInt(y as number));
    return answer === undefined ? undefined : ofWhole(answer);
  });

export const MATH_FUNCTIONS: Readonly<Record<string, BuiltIn>> = {
  ABS: one(Math.abs),
  CEILING: one(Math.ceil),
  FLOOR: one(Math.floor),
  ROUND: one(round),
  TRUNC: one(Math.trunc),
  SIGN: one(Math.sign),
  SQRT: one(Math.sqrt),
  SQUARE: one((x) => x * x),
  EXP: one(Math.exp),
  LOG: ofNumbers(1, 2, logarithm),
  LOG10: one(Math.log10),
  POWER: two(Math.pow),
  PI: builtIn(0, 0, () => Math.PI),
  DEGREES: one((x) => (x * 180) / Math.PI),
  RADIANS: one((x) => (x * Math.PI) / 180),
  SIN: one(Math.sin),
  COS: one(Math.cos),
  TAN: one(Math.tan),
  COT: one((x) => 1 / Math.tan(x)),
  ASIN: one(Math.asin),
  ACOS: one(Math.acos),
  ATAN: one(Math.atan),
  ATN2: two(Math.atan2),
  NUMBERBIN: ofNumbers(1, 2, (x = NaN, size = 1) => Math.floor(x / size) * size),
  RAND: builtIn(0, 0, () => Math.random()),
  INTADD: whole((x, y) => x + y),
  INTSUB: whole((x, y) => x - y),
  INTMUL: whole((x, y) => x * y),
  INTDIV: whole((x, y) => (y === 0n ? undefined : x / y)),
  INTMOD: whole((x, y) => (y === 0n ? undefined : x % y)),
  INTBITAND: whole((x, y) => x & y),
  INTBITOR: whole((x, y) => x | y),
  INTBITXOR: whole((x, y) => x ^ y),
  INTBITLEFTSHIFT: whole((x, y) => x << BigInt.asUintN(6, y)),
  INTBITRIGHTSHIFT: whole((x, y) => x >> BigInt.asUintN(6, y)),
  INTBITNOT: builtIn(1, 1, ([x]) => (Number.isInteger(x) ? ofWhole(~BigInt(x as number)) : undefined)),
};
