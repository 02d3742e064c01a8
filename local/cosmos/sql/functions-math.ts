import { builtIn, ofNumbers, type BuiltIn } from './built-in';

const one = (apply: (x: number) => number): BuiltIn => ofNumbers(1, 1, apply);
const two = (apply: (x: number, y: number) => number): BuiltIn => ofNumbers(2, 2, (x = NaN, y = NaN) => apply(x, y));

/** Halves go away from zero. */
const round = (x: number): number => (x < 0 ? -Math.round(-x) : Math.round(x));

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
  LOG: ofNumbers(1, 2, (x = NaN, base = Math.E) => Math.log(x) / Math.log(base)),
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
  INTADD: two((x, y) => x + y),
  INTSUB: two((x, y) => x - y),
  INTMUL: two((x, y) => x * y),
  INTDIV: two((x, y) => Math.trunc(x / y)),
  INTMOD: two((x, y) => x % y),
};
