import { ARRAY_FUNCTIONS } from './functions-array';
import { DATE_FUNCTIONS } from './functions-date';
import { MATH_FUNCTIONS } from './functions-math';
import { SPATIAL_FUNCTIONS } from './functions-spatial';
import { STRING_FUNCTIONS } from './functions-string';
import { TYPE_FUNCTIONS } from './functions-type';
import { VECTOR_FUNCTIONS } from './functions-vector';
import type { BuiltIn } from './built-in';

/** Every function of the query language that is emulated, by its name in capitals. */
export const FUNCTIONS: Readonly<Record<string, BuiltIn>> = {
  ...TYPE_FUNCTIONS,
  ...STRING_FUNCTIONS,
  ...ARRAY_FUNCTIONS,
  ...MATH_FUNCTIONS,
  ...DATE_FUNCTIONS,
  ...SPATIAL_FUNCTIONS,
  ...VECTOR_FUNCTIONS,
};
