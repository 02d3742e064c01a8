import { isArray, isObject, type Json, type Value } from '../json';

/** The order of types: what is absent comes first, then null, booleans, numbers, strings, arrays and objects. */
export function typeRank(value: Value): number {
  if (value === undefined) return 0;
  if (value === null) return 1;
  if (typeof value === 'boolean') return 2;
  if (typeof value === 'number') return 3;
  if (typeof value === 'string') return 4;
  return isArray(value) ? 5 : 6;
}

/** Equality of JSON values; two absent ones are equal. */
export function isEqual(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (isArray(a) && isArray(b)) return a.length === b.length && a.every((element, i) => isEqual(element, b[i]));
  if (!isObject(a) || !isObject(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && isEqual(a[name], b[name]))
  );
}

/** The total order that ORDER BY, MIN and MAX use. */
export function compareValues(a: Value, b: Value): number {
  const byType = typeRank(a) - typeRank(b);
  if (byType !== 0) return byType;
  if (isArray(a) && isArray(b)) return compareArrays(a, b);
  if (isObject(a) && isObject(b)) return comparePlain(canonical(a), canonical(b));
  return comparePlain(a, b);
}

function compareArrays(a: readonly Json[], b: readonly Json[]): number {
  for (const [i, element] of a.entries()) {
    if (i >= b.length) return 1;
    const order = compareValues(element, b[i]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Of two values of one type. Strings go by code unit. */
function comparePlain(a: Value, b: Value): number {
  if (a === b || a === undefined || b === undefined || a === null || b === null) return 0;
  return a < b ? -1 : 1;
}

/** One text for equal values: what DISTINCT and GROUP BY go by. */
export function canonical(value: Value): string {
  if (value === undefined) return 'undefined';
  if (isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => comparePlain(a, b));
  return `{${entries.map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`).join(',')}}`;
}

/** Whether an element of an array fits a pattern: objects may have more than it. */
export function isSubset(value: Value, pattern: Value): boolean {
  if (!isObject(pattern)) return isEqual(value, pattern);
  return isObject(value) && Object.entries(pattern).every(([name, inner]) => isSubset(value[name], inner));
}
