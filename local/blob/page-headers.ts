import { invalidHeader, Refusal } from '../kit/storage/answers';
import { requireKind } from './kinds';
import type { StoredBlob } from './model';
import { cut, type Span } from './pages';

type Headers = Readonly<Record<string, string>>;

/** https://learn.microsoft.com/rest/api/storageservices/put-page */
const PAGE = 512;
const MOST_WRITTEN = 4 * 2 ** 20;

function numberIn(headers: Headers, name: string): number | undefined {
  const given = headers[name];
  if (given === undefined) return undefined;
  if (/^\d+$/u.test(given)) return Number(given);
  throw invalidHeader(name, given);
}

/** The size of a page blob: whole pages. */
export function sizeIn(headers: Headers): number | undefined {
  const size = numberIn(headers, 'x-ms-blob-content-length');
  if (size !== undefined && size % PAGE !== 0) throw invalidHeader('x-ms-blob-content-length', String(size));
  return size;
}

export const sequenceIn = (headers: Headers): number | undefined => numberIn(headers, 'x-ms-blob-sequence-number');

/** The sequence number that Set Blob Properties leaves. */
function sequenceAfter(before: number, headers: Headers): number {
  const action = headers['x-ms-sequence-number-action'];
  const given = sequenceIn(headers);
  switch (action) {
    case undefined:
      return before;
    case 'increment':
      return before + 1;
    case 'max':
      return Math.max(before, given ?? 0);
    case 'update':
      return given ?? before;
    default:
      throw invalidHeader('x-ms-sequence-number-action', action);
  }
}

/** Refuses a write whose conditions on the sequence number do not hold. */
export function requireSequence(headers: Headers, present: number): void {
  const most = numberIn(headers, 'x-ms-if-sequence-number-le') ?? Infinity;
  const below = numberIn(headers, 'x-ms-if-sequence-number-lt') ?? Infinity;
  const equal = numberIn(headers, 'x-ms-if-sequence-number-eq') ?? present;
  if (present > most || present >= below || present !== equal)
    throw new Refusal('SequenceNumberConditionNotMet', 'The sequence number condition specified was not met.');
}

/** The pages that a write is for; `length` is that of what is written. */
export function spanIn(headers: Headers, size: number, length?: number): Span {
  const given = headers['x-ms-range'] ?? headers['range'] ?? '';
  const [, first, last] = /^bytes=(\d+)-(\d+)$/u.exec(given) ?? [];
  const span = { at: Number(first), size: Number(last) + 1 - Number(first) };
  const isWhole = span.at % PAGE === 0 && span.size % PAGE === 0 && span.size > 0;
  if (!isWhole || span.at + span.size > size)
    throw new Refusal('InvalidPageRange', 'The page range specified is invalid.');
  if (length !== undefined && length !== span.size) throw invalidHeader('Content-Length', String(length));
  if (length !== undefined && length > MOST_WRITTEN)
    throw new Refusal(
      'RequestBodyTooLarge',
      'The request body is too large and exceeds the maximum permissible limit.',
    );
  return span;
}

/** What Set Blob Properties makes of a page blob: its size and its sequence number, where they are told. */
export function resized(blob: StoredBlob, headers: Headers): StoredBlob {
  const size = sizeIn(headers);
  const action = headers['x-ms-sequence-number-action'];
  if (size === undefined && action === undefined) return blob;
  requireKind(blob, 'PageBlob');
  const { pages = { sequence: 0, extents: [] } } = blob;
  const extents = cut(pages.extents, { at: 0, size: size ?? blob.size });
  return { ...blob, size: size ?? blob.size, pages: { sequence: sequenceAfter(pages.sequence, headers), extents } };
}
