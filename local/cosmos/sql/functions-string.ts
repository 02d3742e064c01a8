import { isArray, isObject, parseJson, type Value } from '../json';
import { builtIn, MANY, ofStrings, type BuiltIn } from './built-in';
import { typeRank } from './values';

/** Two strings and, if the third argument is true, without regard to case. */
const search = (holds: (text: string, part: string) => boolean): BuiltIn =>
  builtIn(2, 3, ([text, part, ignoreCase]) => {
    if (typeof text !== 'string' || typeof part !== 'string') return undefined;
    return ignoreCase === true ? holds(text.toLowerCase(), part.toLowerCase()) : holds(text, part);
  });

const withNumber = (apply: (text: string, count: number) => string): BuiltIn =>
  builtIn(2, 2, ([text, count]) =>
    typeof text === 'string' && typeof count === 'number' ? apply(text, count) : undefined,
  );

function json(text: string): Value {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

const parsed = (fits: (value: Value) => boolean): BuiltIn =>
  ofStrings(1, (text) => {
    const value = json(text.trim());
    return fits(value) ? value : undefined;
  });

function matches(args: readonly Value[]): Value {
  const [text, pattern, modifiers = ''] = args;
  if (typeof text !== 'string' || typeof pattern !== 'string' || typeof modifiers !== 'string') return undefined;
  if (!/^(?:i|m|s|x)*$/.test(modifiers)) return undefined;
  const source = modifiers.includes('x') ? pattern.replace(/\s+/g, '') : pattern;
  try {
    return new RegExp(source, modifiers.replace(/x/g, '')).test(text);
  } catch {
    return undefined;
  }
}

function substring([text, start, length]: readonly Value[]): Value {
  if (typeof text !== 'string' || typeof start !== 'number' || typeof length !== 'number') return undefined;
  const from = Math.max(0, start);
  return text.slice(from, from + Math.max(0, length));
}

function toText([value]: readonly Value[]): Value {
  if (value === undefined || typeof value === 'string') return value;
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return JSON.stringify(value);
}

type Drops = (character: string) => boolean;

function trimStart(text: string, drops: Drops): string {
  let from = 0;
  while (from < text.length && drops(text.charAt(from))) from += 1;
  return text.slice(from);
}

function trimEnd(text: string, drops: Drops): string {
  let to = text.length;
  while (to > 0 && drops(text.charAt(to - 1))) to -= 1;
  return text.slice(0, to);
}

/** White space, or the characters of the second argument. */
const trimming = (trim: (text: string, drops: Drops) => string): BuiltIn =>
  builtIn(1, 2, (args) => {
    const [text, characters] = args;
    if (typeof text !== 'string' || (args.length > 1 && typeof characters !== 'string')) return undefined;
    return trim(text, (one) => (typeof characters === 'string' ? characters.includes(one) : one.trim() === ''));
  });

function join([list, separator]: readonly Value[]): Value {
  if (!isArray(list) || typeof separator !== 'string') return undefined;
  return list.every((one) => typeof one === 'string') ? list.join(separator) : undefined;
}

export const STRING_FUNCTIONS: Readonly<Record<string, BuiltIn>> = {
  CONCAT: builtIn(2, MANY, (args) => (args.every((one) => typeof one === 'string') ? args.join('') : undefined)),
  CONTAINS: search((text, part) => text.includes(part)),
  STARTSWITH: search((text, part) => text.startsWith(part)),
  ENDSWITH: search((text, part) => text.endsWith(part)),
  STRINGEQUALS: search((text, part) => text === part),
  REGEXMATCH: builtIn(2, 3, matches),
  INDEX_OF: builtIn(2, 3, ([text, part, from]) =>
    typeof text === 'string' && typeof part === 'string'
      ? text.indexOf(part, typeof from === 'number' ? from : 0)
      : undefined,
  ),
  LEFT: withNumber((text, count) => text.slice(0, Math.max(0, count))),
  RIGHT: withNumber((text, count) => (count > 0 ? text.slice(-count) : '')),
  REPLICATE: builtIn(2, 2, ([text, count]) =>
    typeof text === 'string' && typeof count === 'number' && count >= 0 ? text.repeat(count) : undefined,
  ),
  SUBSTRING: builtIn(3, 3, substring),
  LENGTH: ofStrings(1, (text) => text.length),
  LOWER: ofStrings(1, (text) => text.toLowerCase()),
  UPPER: ofStrings(1, (text) => text.toUpperCase()),
  TRIM: trimming((text, drops) => trimStart(trimEnd(text, drops), drops)),
  LTRIM: trimming(trimStart),
  RTRIM: trimming(trimEnd),
  REVERSE: ofStrings(1, (text) => Array.from(text).reverse().join('')),
  REPLACE: ofStrings(3, (text, part, by) => (part === '' ? text : text.split(part).join(by))),
  TOSTRING: builtIn(1, 1, toText),
  STRINGJOIN: builtIn(2, 2, join),
  STRINGSPLIT: ofStrings(2, (text, separator) => text.split(separator)),
  STRINGTOARRAY: parsed(isArray),
  STRINGTOBOOLEAN: parsed((value) => typeof value === 'boolean'),
  STRINGTONULL: parsed((value) => value === null),
  STRINGTONUMBER: parsed((value) => typeRank(value) === 3),
  STRINGTOOBJECT: parsed(isObject),
};
