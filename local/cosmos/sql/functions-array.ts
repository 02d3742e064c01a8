import { isArray, isObject, type Json, type Value } from '../json';
import { builtIn, MANY, type BuiltIn } from './built-in';
import { isEqual, isSubset } from './values';

/** Of something that is no array there is no element: false; of nothing, no answer. */
function contains([list, sought, partial]: readonly Value[]): Value {
  if (list === undefined) return undefined;
  if (!isArray(list) || sought === undefined) return false;
  return list.some((element) => (partial === true ? isSubset(element, sought) : isEqual(element, sought)));
}

const holds = (list: readonly Json[], sought: Value): boolean => list.some((element) => isEqual(element, sought));

const unique = (list: readonly Json[]): readonly Json[] =>
  list.filter((element, i) => list.findIndex((other) => isEqual(other, element)) === i);

function slice([list, start, count]: readonly Value[]): Value {
  if (!isArray(list) || typeof start !== 'number') return undefined;
  const from = start < 0 ? Math.max(0, list.length + start) : start;
  if (count === undefined) return list.slice(from);
  return typeof count === 'number' ? list.slice(from, from + Math.max(0, count)) : undefined;
}

const ofTwo = (apply: (a: readonly Json[], b: readonly Json[]) => readonly Json[]): BuiltIn =>
  builtIn(2, 2, ([a, b]) => (isArray(a) && isArray(b) ? apply(a, b) : undefined));

export const ARRAY_FUNCTIONS: Readonly<Record<string, BuiltIn>> = {
  ARRAY_CONTAINS: builtIn(2, 3, contains),
  ARRAY_CONTAINS_ANY: builtIn(2, MANY, ([list, ...sought]) =>
    isArray(list) ? sought.some((one) => holds(list, one)) : undefined,
  ),
  ARRAY_CONTAINS_ALL: builtIn(2, MANY, ([list, ...sought]) =>
    isArray(list) ? sought.every((one) => holds(list, one)) : undefined,
  ),
  ARRAY_CONCAT: builtIn(2, MANY, (args) => (args.every(isArray) ? args.flat(1) : undefined)),
  ARRAY_LENGTH: builtIn(1, 1, ([list]) => (isArray(list) ? list.length : undefined)),
  ARRAY_SLICE: builtIn(2, 3, slice),
  SETINTERSECT: ofTwo((a, b) => unique(b.filter((element) => holds(a, element)))),
  SETUNION: ofTwo((a, b) => unique([...a, ...b])),
  OBJECTTOARRAY: builtIn(1, 3, ([value, key = 'k', content = 'v']) =>
    isObject(value) && typeof key === 'string' && typeof content === 'string'
      ? Object.entries(value).map(([k, v]) => ({ [key]: k, [content]: v }))
      : undefined,
  ),
  CHOOSE: builtIn(2, MANY, ([place, ...choices]) => (typeof place === 'number' ? choices[place - 1] : undefined)),
};
