import type { Value } from '../json';
import type { Query } from './ast';

export interface FunctionContext {
  /** The instant that time functions see, milliseconds since the epoch. */
  readonly nowMs: number;
  /** The container's own functions, `udf.name`. */
  readonly userFunctions: ReadonlyMap<string, (...args: readonly Value[]) => Value>;
  /** What the container computes of each document, by its name: `SELECT VALUE … FROM c`. */
  readonly computed?: ReadonlyMap<string, Query>;
  /** Whether the container's geometry is that of a plane. */
  readonly isFlat?: boolean;
}

/** A function of the query language. An argument that does not fit gives undefined, never a failure. */
export interface BuiltIn {
  /** The fewest and the most arguments it takes. */
  readonly arity: readonly [number, number];
  apply(args: readonly Value[], context: FunctionContext): Value;
}

export const MANY = 1000;

export const builtIn = (
  fewest: number,
  most: number,
  apply: (args: readonly Value[], context: FunctionContext) => Value,
): BuiltIn => ({ arity: [fewest, most], apply });

/** All arguments must be strings. */
export const ofStrings = (count: number, apply: (...texts: string[]) => Value): BuiltIn =>
  builtIn(count, count, (args) =>
    args.every((one) => typeof one === 'string') ? apply(...(args as string[])) : undefined,
  );

/** All arguments must be numbers; an answer that is not finite is none. */
export const ofNumbers = (fewest: number, most: number, apply: (...numbers: number[]) => number): BuiltIn =>
  builtIn(fewest, most, (args) => {
    if (!args.every((one) => typeof one === 'number')) return undefined;
    const answer = apply(...(args as number[]));
    return Number.isFinite(answer) ? answer : undefined;
  });
