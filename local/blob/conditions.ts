import { invalidHeader, Refusal } from '../kit/storage/answers';
import { fitsTags, parseTagQuery, TagQueryError } from './tag-query';
import type { TagsOf } from './tags';

type Headers = Readonly<Record<string, string>>;
interface Version extends TagsOf {
  readonly etag: string;
  readonly modifiedAt: number;
}

/** HTTP dates have whole seconds. */
const toSecond = (instant: number) => Math.floor(instant / 1000) * 1000;

const names = (list: string, etag: string) =>
  list.split(',').some((one) => one.trim() === '*' || unquoted(one) === unquoted(etag));

const unquoted = (etag: string) => etag.trim().replace(/^(?:W\/)?"(.*)"$/, '$1');

/**
 * What the conditional headers of a request say to the present version, after
 * https://learn.microsoft.com/rest/api/storageservices/specifying-conditional-headers-for-blob-service-operations.
 */
function verdict(headers: Headers, present: Version | undefined): 'met' | 'notMatched' | 'notModified' {
  // A header without a value asks for nothing: clients send it where they know no version.
  const match = headers['if-match'] || undefined;
  const noneMatch = headers['if-none-match'] || undefined;
  const since = Date.parse(headers['if-modified-since'] ?? '');
  const until = Date.parse(headers['if-unmodified-since'] ?? '');
  if (!fitsTagCondition(headers, present?.tags ?? {})) return 'notMatched';
  if (match !== undefined && (present === undefined || !names(match, present.etag))) return 'notMatched';
  if (present === undefined) return 'met';
  if (toSecond(present.modifiedAt) > until) return 'notMatched';
  if (noneMatch !== undefined && names(noneMatch, present.etag)) return 'notModified';
  if (noneMatch === undefined && toSecond(present.modifiedAt) <= since) return 'notModified';
  return 'met';
}

function fitsTagCondition({ 'x-ms-if-tags': asked }: Headers, tags: NonNullable<TagsOf['tags']>): boolean {
  if (asked === undefined || asked === '') return true;
  try {
    return fitsTags(parseTagQuery(asked, 'condition'), tags);
  } catch (error) {
    if (!(error instanceof TagQueryError)) throw error;
    throw invalidHeader('x-ms-if-tags', asked);
  }
}

/** Refuses a write whose conditions do not hold. */
export function requireForWrite(headers: Headers, present: Version | undefined): void {
  const found = verdict(headers, present);
  if (found === 'met') return;
  if (present !== undefined && headers['if-none-match'] === '*')
    throw new Refusal('BlobAlreadyExists', 'The specified blob already exists.');
  throw new Refusal('ConditionNotMet', 'The condition specified using HTTP conditional header(s) is not met.');
}

/** Refuses a copy whose source is not as its conditions say. */
export function requireSource(headers: Headers, source: Version): void {
  const names = ['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since', 'if-tags'];
  const given = names.flatMap((name) => {
    const value = headers[`x-ms-source-${name}`];
    return value === undefined ? [] : [[name === 'if-tags' ? 'x-ms-if-tags' : name, value] as const];
  });
  if (verdict(Object.fromEntries(given), source) !== 'met')
    throw new Refusal(
      'SourceConditionNotMet',
      'The source condition specified using HTTP conditional header(s) is not met.',
    );
}

/** True when a read is to be answered with 304. */
export function isUnmodified(headers: Headers, present: Version): boolean {
  if (headers['if-none-match'] === '*')
    throw new Refusal('UnsatisfiableCondition', 'The request includes an unsatisfiable condition for this operation.');
  const found = verdict(headers, present);
  if (found === 'notMatched')
    throw new Refusal('ConditionNotMet', 'The condition specified using HTTP conditional header(s) is not met.');
  return found === 'notModified';
}
