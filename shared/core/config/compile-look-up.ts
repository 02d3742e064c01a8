import { parseDuration } from '../lib/duration';
import { placeholdersOf } from '../flow/text-for';
import type { Located, Report } from './collect';
import type { LookUp } from './look-up';
import { LONGEST_LOOK_UP_MS, LOOK_UP_TIMEOUT_MS } from './defaults';
import type { AudioSource } from './audio-source';
import type { LookUpSource } from './document';

/** Scheme, host and port, then the rest: what a customer says can never choose whom we ask. */
const ADDRESS = /^https:\/\/[a-z0-9.-]+(?::\d{2,5})?(?:\/[^#\s]*)?$/u;
const HOST = /^https:\/\/[^/]*/u;

/** A look-up whose address and answer can be used. */
export function compileLookUp(item: Located<LookUpSource>, report: Report): LookUp {
  const { id, url, takes, timeout, cacheFor, result } = item.value;
  const withoutVariables = url.replace(/\{[A-Za-z][\w-]*\}/gu, 'x');
  if (!ADDRESS.test(withoutVariables)) report('invalidLookUp', item, ['url'], 'a look-up asks an https address');
  if (placeholdersOf(HOST.exec(url)?.[0] ?? '').length > 0) {
    report('invalidLookUp', item, ['url'], 'variables stand in the path and the query, never in the host');
  }
  if (takes !== undefined && cacheFor !== undefined) {
    report('invalidLookUp', item, ['cacheFor'], 'what was said to digits is not used again');
  }
  if (takes === undefined && Object.keys(result).length === 0)
    report('invalidLookUp', item, ['result'], 'a look-up sets at least one variable');
  return {
    id,
    url,
    asks: new Set(placeholdersOf(url)),
    takesDigits: takes === 'digits',
    timeoutMs: Math.min(LONGEST_LOOK_UP_MS, parseDuration(timeout ?? '') ?? LOOK_UP_TIMEOUT_MS),
    cacheForMs: parseDuration(cacheFor ?? '') ?? 0,
    result: new Map(Object.entries(result).map(([name, path]) => [name, path.split('.')])),
  };
}

/** A recording by language. That it has the languages of a flow is for the flow to say. */
export const compileAudio = ({ value }: Located<AudioSource>): ReadonlyMap<string, string> =>
  new Map(Object.entries(value.files));
