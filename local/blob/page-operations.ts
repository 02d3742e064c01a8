// cspell:ignore prevsnapshot
import type { LocalRequest, LocalResponse } from '../kit/http';
import { element, missingHeader, Refusal, xmlAnswer } from '../kit/storage/answers';
import { metadataOf } from '../kit/storage/metadata';
import {
  created,
  presentBlob,
  readableBlob,
  record,
  refuseUnknown,
  writeCheck,
  type BlobName,
} from './blob-operations';
import { isUnmodified, requireSource } from './conditions';
import { contentOf } from './contents';
import type { FindSource } from './copy-operations';
import { contentHeadersOf, rangeOf, sequenceHeaders } from './headers';
import { integrityHeaders, requireIntegrity, requireSourceMd5 } from './integrity';
import { requireKind } from './kinds';
import type { StoredBlob } from './model';
import { cut, difference, joined, overlaid, type Pages, type Span } from './pages';
import type { Records } from './records';
import { requireSequence, sequenceIn, sizeIn, spanIn } from './page-headers';
import { tagsInHeaders } from './tags';
import { refuseTier, requireOnline } from './tiers';
import { versionHeaders } from './version';

type Headers = LocalRequest['headers'];

/** Put Blob of a page blob: of a size, and empty. */
export async function createPageBlob(records: Records, of: BlobName, request: LocalRequest): Promise<LocalResponse> {
  const { headers } = request;
  refuseUnknown(headers);
  refuseTier(headers);
  const size = sizeIn(headers);
  if (size === undefined) throw missingHeader('x-ms-blob-content-length');
  writeCheck(records, of, headers)();
  const stored = await records.put({
    ...{ ...of, file: '', ...tagsInHeaders(headers), kind: 'PageBlob', size, blocks: [] },
    pages: { sequence: sequenceIn(headers) ?? 0, extents: [] },
    contentMd5: headers['x-ms-blob-content-md5'] ?? '',
    headers: contentHeadersOf(headers),
    metadata: metadataOf(request),
  });
  return created({ ...stored, contentMd5: '' });
}

/** Put Page: writes pages, or clears them. */
export async function putPages(records: Records, of: BlobName, request: LocalRequest): Promise<LocalResponse> {
  const { headers, body } = request;
  refuseUnknown(headers);
  if (headers['x-ms-page-write']?.toLowerCase() === 'clear') {
    const { blob, pages, span } = writable(records, of, headers);
    const stored = await records.put({
      ...blob,
      pages: { ...pages, extents: overlaid(pages.extents, span, undefined) },
    });
    return written(stored, {});
  }
  requireIntegrity(headers, body);
  return writePages(records, of, headers, body);
}

/** Put Page From URL. */
export async function putPagesFromUrl(
  records: Records,
  of: BlobName,
  { headers }: LocalRequest,
  findSource: FindSource,
): Promise<LocalResponse> {
  refuseUnknown(headers);
  const source = await findSource(headers['x-ms-copy-source'] ?? '');
  requireSource(headers, source);
  requireOnline(source, records.now());
  const content = await contentOf(
    records.disk,
    source,
    rangeOf({ range: headers['x-ms-source-range'] ?? '' }, source.size),
  );
  requireSourceMd5(headers, content);
  return writePages(records, of, headers, content);
}

async function writePages(records: Records, of: BlobName, headers: Headers, content: Buffer): Promise<LocalResponse> {
  const check = () => void writable(records, of, headers, content.length);
  check();
  const stored = await record(records, content, check, (file) => {
    const { blob, pages, span } = writable(records, of, headers, content.length);
    return records.put({ ...blob, pages: { ...pages, extents: overlaid(pages.extents, span, file) } });
  });
  return written(stored, integrityHeaders(headers, content));
}

const written = (stored: StoredBlob, sums: Readonly<Record<string, string>>): LocalResponse => ({
  status: 201,
  headers: {
    ...versionHeaders(stored),
    ...sums,
    ...sequenceHeaders(stored),
    'x-ms-request-server-encrypted': 'true',
  },
  body: '',
});

interface Writable {
  readonly blob: StoredBlob;
  readonly pages: Pages;
  readonly span: Span;
}

/** The blob and the pages that shall be written, unless they may not be. */
function writable(records: Records, of: BlobName, headers: Headers, length?: number): Writable {
  const blob = presentBlob(records, of);
  writeCheck(records, of, headers)();
  requireKind(blob, 'PageBlob');
  const { pages = { sequence: 0, extents: [] } } = blob;
  requireSequence(headers, pages.sequence);
  return { blob, pages, span: spanIn(headers, blob.size, length) };
}

/** Get Page Ranges, or what of them is another than it was in a snapshot. */
export function getPageRanges(records: Records, of: BlobName, { headers, url }: LocalRequest): LocalResponse {
  const blob = readableBlob(records, of, headers);
  if (isUnmodified(headers, blob)) return { status: 304, headers: versionHeaders(blob) };
  requireKind(blob, 'PageBlob');
  const range = rangeOf(headers, blob.size) ?? { from: 0, to: blob.size };
  const asked = { at: range.from, size: range.to - range.from };
  const extentsOf = ({ pages }: StoredBlob) => cut(pages?.extents ?? [], asked);
  if (headers['x-ms-previous-snapshot-url'] !== undefined)
    throw new Refusal('NotEmulated', 'The local Blob Storage does not emulate differences of managed disks.');
  const then = url.searchParams.get('prevsnapshot');
  const before = then === null ? undefined : records.find(of.container, of.name, then);
  if (then !== null && before === undefined)
    throw new Refusal('PreviousSnapshotNotFound', 'The previous snapshot is not found.');
  const { written: full, cleared } =
    before === undefined
      ? { written: joined(extentsOf(blob)), cleared: [] }
      : difference(extentsOf(before), extentsOf(blob));
  const answer = xmlAnswer('PageList', spansXml('PageRange', full) + spansXml('ClearRange', cleared));
  const told = { ...versionHeaders(blob), 'x-ms-blob-content-length': String(blob.size) };
  return { ...answer, headers: { ...answer.headers, ...told } };
}

const spansXml = (tag: string, spans: readonly Span[]): string =>
  spans.map(({ at, size }) => `<${tag}>${element('Start', at)}${element('End', at + size - 1)}</${tag}>`).join('');
