import { isArray, isObject, type Value } from '../json';
import { builtIn, type BuiltIn } from './built-in';
import { typeRank } from './values';

const test = (holds: (value: Value) => boolean): BuiltIn => builtIn(1, 1, ([value]) => holds(value));

/** A document's number in its container, which is the end of its rid. */
function documentId([document]: readonly Value[]): Value {
  const rid = isObject(document) ? document['_rid'] : undefined;
  const bytes = Buffer.from(typeof rid === 'string' ? rid.replace(/-/g, '/') : '', 'base64');
  return bytes.length === 16 ? Number(bytes.readBigUInt64LE(8)) : undefined;
}

export const TYPE_FUNCTIONS: Readonly<Record<string, BuiltIn>> = {
  IS_DEFINED: test((value) => value !== undefined),
  IS_NULL: test((value) => value === null),
  IS_BOOL: test((value) => typeof value === 'boolean'),
  IS_NUMBER: test((value) => typeof value === 'number'),
  IS_INTEGER: test((value) => Number.isInteger(value) && Math.abs(value as number) <= 2 ** 63),
  DOCUMENTID: builtIn(1, 1, documentId),
  IS_FINITE_NUMBER: test((value) => typeof value === 'number' && Number.isFinite(value)),
  IS_STRING: test((value) => typeof value === 'string'),
  IS_ARRAY: test(isArray),
  IS_OBJECT: test(isObject),
  IS_PRIMITIVE: test((value) => typeRank(value) >= 1 && typeRank(value) <= 4),
  IIF: builtIn(3, 3, ([condition, then, otherwise]) => (condition === true ? then : otherwise)),
};
