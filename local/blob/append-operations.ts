// cspell:ignore appendpos maxsize
import type { LocalRequest, LocalResponse } from '../kit/http';
import { invalidHeader, Refusal } from '../kit/storage/answers';
import { metadataOf } from '../kit/storage/metadata';
import { created, presentBlob, record, refuseUnknown, writeCheck, type BlobName } from './blob-operations';
import { requireSource } from './conditions';
import { contentOf } from './contents';
import type { FindSource } from './copy-operations';
import { contentHeadersOf, rangeOf } from './headers';
import { integrityHeaders, requireIntegrity, requireSourceMd5 } from './integrity';
import { requireKind } from './kinds';
import type { Appended, StoredBlob } from './model';
import type { Records } from './records';
import { tagsInHeaders } from './tags';
import { refuseTier, requireOnline } from './tiers';
import { versionHeaders } from './version';

/** https://learn.microsoft.com/rest/api/storageservices/append-block */
const MOST_BLOCKS = 50_000;
const LARGEST_BLOCK = 100 * 2 ** 20;

type Headers = LocalRequest['headers'];

/** Put Blob of an append blob: it begins empty. */
export async function createAppendBlob(records: Records, of: BlobName, request: LocalRequest): Promise<LocalResponse> {
  const { headers, body } = request;
  refuseUnknown(headers);
  refuseTier(headers);
  if (body.length > 0) throw invalidLength(body.length);
  const check = writeCheck(records, of, headers);
  check();
  const stored = await record(records, body, check, (file) =>
    records.put({
      ...{ ...of, file, ...tagsInHeaders(headers), kind: 'AppendBlob', appended: { blocks: 0, isSealed: false } },
      contentMd5: headers['x-ms-blob-content-md5'] ?? '',
      headers: contentHeadersOf(headers),
      ...{ metadata: metadataOf(request), size: 0, blocks: [] },
    }),
  );
  return created({ ...stored, contentMd5: '' });
}

const invalidLength = (length: number) => invalidHeader('Content-Length', String(length));

/** Append Block. */
export async function appendBlock(
  records: Records,
  of: BlobName,
  { headers, body }: LocalRequest,
): Promise<LocalResponse> {
  requireIntegrity(headers, body);
  return append(records, of, headers, body);
}

/** Append Block From URL: all of the source, or a range. */
export async function appendBlockFromUrl(
  records: Records,
  of: BlobName,
  { headers }: LocalRequest,
  findSource: FindSource,
): Promise<LocalResponse> {
  const source = await findSource(headers['x-ms-copy-source'] ?? '');
  requireSource(headers, source);
  requireOnline(source, records.now());
  const part = rangeOf({ range: headers['x-ms-source-range'] ?? '' }, source.size);
  const content = await contentOf(records.disk, source, part);
  requireSourceMd5(headers, content);
  return append(records, of, headers, content);
}

/** Blocks of a blob are written one after another: each behind what is recorded, then recorded itself. */
async function append(records: Records, of: BlobName, headers: Headers, content: Buffer): Promise<LocalResponse> {
  refuseUnknown(headers);
  if (content.length === 0) throw invalidLength(0);
  if (content.length > LARGEST_BLOCK)
    throw new Refusal(
      'RequestBodyTooLarge',
      'The request body is too large and exceeds the maximum permissible limit.',
    );
  return records.inTurn(of.container, of.name, async () => {
    const { blob, stored, appended } = await writeBlock(records, of, headers, content);
    return {
      status: 201,
      headers: {
        ...versionHeaders(stored),
        ...integrityHeaders(headers, content),
        'x-ms-blob-append-offset': String(blob.size),
        'x-ms-blob-committed-block-count': String(appended.blocks),
        'x-ms-request-server-encrypted': 'true',
      },
      body: '',
    };
  });
}

interface Written {
  /** What it was appended to. */
  readonly blob: StoredBlob;
  readonly stored: StoredBlob;
  readonly appended: Appended;
}

async function writeBlock(records: Records, of: BlobName, headers: Headers, content: Buffer): Promise<Written> {
  const blob = growing(records, of, headers, content.length);
  const isReplaced = () => records.find(of.container, of.name)?.file !== blob.file;
  try {
    await records.disk.append(blob.file, blob.size, content);
  } catch (error) {
    // Its file went with it while this one waited for the disk.
    if (!isReplaced()) throw error;
  }
  if (isReplaced()) return writeBlock(records, of, headers, content);
  const present = growing(records, of, headers, content.length);
  const appended = { blocks: (present.appended?.blocks ?? 0) + 1, isSealed: false };
  return { blob, appended, stored: await records.put({ ...present, size: present.size + content.length, appended }) };
}

/** The blob, unless it takes no such block. */
function growing(records: Records, of: BlobName, headers: Headers, length: number): StoredBlob {
  const blob = presentBlob(records, of);
  writeCheck(records, of, headers)();
  requireKind(blob, 'AppendBlob');
  requireUnsealed(blob);
  const position = numberIn(headers, 'x-ms-blob-condition-appendpos');
  if (position !== undefined && position !== blob.size)
    throw new Refusal('AppendPositionConditionNotMet', 'The append position condition specified was not met.');
  if (blob.size + length > (numberIn(headers, 'x-ms-blob-condition-maxsize') ?? Infinity))
    throw new Refusal('MaxBlobSizeConditionNotMet', 'The max blob size condition specified was not met.');
  if ((blob.appended?.blocks ?? 0) >= MOST_BLOCKS)
    throw new Refusal(
      'BlockCountExceedsLimit',
      'The committed block count cannot exceed the maximum limit of 50,000 blocks.',
    );
  return blob;
}

function requireUnsealed({ appended }: StoredBlob): void {
  if (appended?.isSealed)
    throw new Refusal(
      'BlobIsSealed',
      "The specified blob is sealed, and its contents can't be modified unless the blob is re-created after a delete.",
    );
}

function numberIn(headers: Headers, name: string): number | undefined {
  const given = headers[name];
  if (given === undefined) return undefined;
  if (/^\d+$/u.test(given)) return Number(given);
  throw invalidHeader(name, given);
}

/** Append Blob Seal: done again it changes nothing. */
export const sealBlob = (records: Records, of: BlobName, { headers }: LocalRequest): Promise<LocalResponse> =>
  records.inTurn(of.container, of.name, async () => {
    refuseUnknown(headers);
    const blob = presentBlob(records, of);
    writeCheck(records, of, headers)();
    requireKind(blob, 'AppendBlob');
    const position = numberIn(headers, 'x-ms-blob-condition-appendpos');
    if (position !== undefined && position !== blob.size)
      throw new Refusal('AppendPositionConditionNotMet', 'The append position condition specified was not met.');
    const isSealed = blob.appended?.isSealed === true;
    const sealed = { blocks: blob.appended?.blocks ?? 0, isSealed: true };
    const stored = isSealed ? blob : await records.put({ ...blob, appended: sealed });
    return { status: 200, headers: { ...versionHeaders(stored), 'x-ms-blob-sealed': 'true' }, body: '' };
  });
