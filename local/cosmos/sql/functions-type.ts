import { isArray, isObject, type Value } from '../json';
import { builtIn, type BuiltIn } from './built-in';
import { typeRank } from './values';

const test = (holds: (value: Value) => boolean): BuiltIn => builtIn(1, 1, ([value]) => holds(value));

export const TYPE_FUNCTIONS: Readonly<Record<string, BuiltIn>> = {
  IS_DEFINED: test((value) => value !== undefined),
  IS_NULL: test((value) => value === null),
  IS_BOOL: test((value) => typeof value === 'boolean'),
  IS_NUMBER: test((value) => typeof value === 'number'),
  IS_INTEGER: test((value) => Number.isInteger(value)),
  IS_FINITE_NUMBER: test((value) => typeof value === 'number' && Number.isFinite(value)),
  IS_STRING: test((value) => typeof value === 'string'),
  IS_ARRAY: test(isArray),
  IS_OBJECT: test(isObject),
  IS_PRIMITIVE: test((value) => typeRank(value) >= 1 && typeRank(value) <= 4),
  IIF: builtIn(3, 3, ([condition, then, otherwise]) => (condition === true ? then : otherwise)),
};
