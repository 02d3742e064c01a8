import type { Arithmetic, Comparison, UnaryOperator } from './ast';
import type { Value } from '../json';
import { compareValues, isEqual, typeRank } from './values';

const HIGHEST_PRIMITIVE_RANK = 4;

/** Absent operands and, for the ordering ones, operands of different types give no answer. */
export function compare(operator: Comparison, a: Value, b: Value): boolean | undefined {
  if (a === undefined || b === undefined) return undefined;
  if (operator === '=') return isEqual(a, b);
  if (operator === '!=') return !isEqual(a, b);
  const rank = typeRank(a);
  if (rank !== typeRank(b) || rank > HIGHEST_PRIMITIVE_RANK) return undefined;
  const order = compareValues(a, b);
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

/** Three-valued: false wins over unknown. */
export function and(a: Value, b: () => Value): boolean | undefined {
  if (a === false) return false;
  const right = b();
  if (right === false) return false;
  return a === true && right === true ? true : undefined;
}

/** Three-valued: true wins over unknown. */
export function or(a: Value, b: () => Value): boolean | undefined {
  if (a === true) return true;
  const right = b();
  if (right === true) return true;
  return a === false && right === false ? false : undefined;
}

export const finite = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined);

export function calculate(operator: Arithmetic, a: Value, b: Value): number | undefined {
  if (typeof a !== 'number' || typeof b !== 'number') return undefined;
  switch (operator) {
    case '+':
      return finite(a + b);
    case '-':
      return finite(a - b);
    case '*':
      return finite(a * b);
    case '/':
      return finite(a / b);
    case '%':
      return finite(a % b);
    case '|':
      return a | b;
    case '&':
      return a & b;
    case '^':
      return a ^ b;
    case '<<':
      return a << b;
    case '>>':
      return a >> b;
    case '>>>':
      return a >>> b;
  }
}

export function applyUnary(operator: UnaryOperator, value: Value): Value {
  if (operator === 'NOT') return typeof value === 'boolean' ? !value : undefined;
  if (typeof value !== 'number') return undefined;
  switch (operator) {
    case '-':
      return -value;
    case '+':
      return value;
    case '~':
      return ~value;
  }
}

export const concatenate = (a: Value, b: Value): string | undefined =>
  typeof a === 'string' && typeof b === 'string' ? a + b : undefined;
