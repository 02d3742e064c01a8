import { randomUUID } from 'node:crypto';
import type { LocalRequest, LocalResponse } from '../kit/http';
import { Refusal } from '../kit/storage/answers';
import { crc64 } from '../kit/storage/crc64';
import { metadataOf } from '../kit/storage/metadata';
import { created, record, refuseUnknown, writeCheck, type BlobName } from './blob-operations';
import { stageCheck } from './block-operations';
import { requireSource } from './conditions';
import { contentOf } from './contents';
import { contentHeadersOf, rangeOf } from './headers';
import { md5Of, requireSourceMd5 } from './integrity';
import type { Appended, StoredBlob } from './model';
import type { Pages } from './pages';
import type { Records } from './records';
import { tagsInHeaders, type TagsOf } from './tags';
import { requireOnline, tierInHeaders } from './tiers';
import { versionHeaders } from './version';

/** Finds the blob that a copy names by its URL, for whoever may read it. */
export type FindSource = (url: string) => Promise<StoredBlob>;

/** Copy Blob and Copy Blob From URL: both have ended when they are answered. */
export async function copyBlob(
  records: Records,
  of: BlobName,
  request: LocalRequest,
  findSource: FindSource,
): Promise<LocalResponse> {
  const { headers } = request;
  const { source, content, md5 } = await whole(records, of, request, findSource);
  const copy = { id: randomUUID(), source: headers['x-ms-copy-source'] ?? '', completedAt: records.now() };
  const own = metadataOf(request);
  const metadata = Object.keys(own).length === 0 ? source.metadata : own;
  const { lease: _, tags: __, snapshot: ___, tier: ____, appended, ...copied } = source;
  const stored = await record(records, content, writeCheck(records, of, headers), (file) =>
    records.put({
      ...copied,
      ...unsealed(appended),
      ...of,
      ...filed(source.pages, file),
      metadata,
      copy,
      ...tierInHeaders(headers, records.now()),
      ...copiedTags(headers, source),
    }),
  );
  return {
    status: 202,
    headers: { ...versionHeaders(stored), ...md5, 'x-ms-copy-id': copy.id, 'x-ms-copy-status': 'success' },
    body: '',
  };
}

/** Put Blob From URL: a new blob of its own, with the headers of the source unless it says otherwise. */
export async function putBlobFromUrl(
  records: Records,
  of: BlobName,
  request: LocalRequest,
  findSource: FindSource,
): Promise<LocalResponse> {
  const { headers } = request;
  if (headers['x-ms-blob-type'] !== 'BlockBlob')
    throw new Refusal(
      'NotEmulated',
      'The local Blob Storage does not emulate Put Blob From URL of page or append blobs.',
    );
  const { source, content } = await whole(records, of, request, findSource);
  const isCopied = headers['x-ms-copy-source-blob-properties'] !== 'false';
  const stored = await record(records, content, writeCheck(records, of, headers), (file) =>
    records.put({
      ...{ ...of, file, contentMd5: md5Of(content), size: content.length, blocks: [] },
      headers: contentHeadersOf(headers, isCopied ? source.headers : {}),
      metadata: metadataOf(request),
      ...copiedTags(headers, source),
      ...tierInHeaders(headers, records.now()),
    }),
  );
  return created(stored, { 'x-ms-content-crc64': crc64(content) });
}

/** Put Block From URL: all of the source, or a range. */
export async function putBlockFromUrl(
  records: Records,
  of: BlobName,
  request: LocalRequest,
  findSource: FindSource,
): Promise<LocalResponse> {
  const { headers } = request;
  const stage = stageCheck(records, of, request);
  const source = await findSource(headers['x-ms-copy-source'] ?? '');
  requireSource(headers, source);
  requireOnline(source, records.now());
  const range = rangeOf({ range: headers['x-ms-source-range'] ?? '' }, source.size);
  const part = await contentOf(records.disk, source, range);
  const md5 = requireSourceMd5(headers, part);
  await stage(part);
  return {
    status: 201,
    headers: { ...md5, 'x-ms-content-crc64': crc64(part), 'x-ms-request-server-encrypted': 'true' },
    body: '',
  };
}

/** A copy has a content in one file, pages where they were. */
const filed = (pages: Pages | undefined, file: string) =>
  pages === undefined
    ? { file }
    : { pages: { ...pages, extents: pages.extents.map(({ at, size }) => ({ at, size, file, from: at })) } };

/** A copy of a sealed blob is none itself. */
const unsealed = (appended: Appended | undefined) => appended && { appended: { ...appended, isSealed: false } };

/** Tags do not come along unless they are asked for. */
function copiedTags(headers: LocalRequest['headers'], { tags }: StoredBlob): TagsOf {
  if (headers['x-ms-copy-source-tag-option'] !== 'COPY') return tagsInHeaders(headers);
  if (headers['x-ms-tags'] !== undefined)
    throw new Refusal(
      'BothUserTagsAndSourceTagsCopyPresentException',
      'x-ms-tags header must not be present with x-ms-copy-source-tag-option as COPY.',
    );
  return tags === undefined ? {} : { tags };
}

/** No copy is ever under way. */
export function abortCopy(): LocalResponse {
  throw new Refusal('NoPendingCopyOperation', 'There is currently no pending copy operation.');
}

/** A source that may be copied, with its content and what the answer tells of that. */
async function whole(records: Records, of: BlobName, request: LocalRequest, findSource: FindSource) {
  refuseUnknown(request.headers);
  const source = await sourceOf(records, of, request, findSource);
  const content = await contentOf(records.disk, source);
  return { source, content, md5: requireSourceMd5(request.headers, content) };
}

async function sourceOf(
  records: Records,
  of: BlobName,
  { headers }: LocalRequest,
  findSource: FindSource,
): Promise<StoredBlob> {
  const source = await findSource(headers['x-ms-copy-source'] ?? '');
  requireSource(headers, source);
  // Whoever says in which tier the copy shall be has it brought back from the archive.
  if (headers['x-ms-access-tier'] === undefined) requireOnline(source, records.now());
  writeCheck(records, of, headers)();
  return source;
}
