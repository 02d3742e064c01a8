// cspell:ignore blockid blocklisttype
import type { LocalRequest, LocalResponse } from '../kit/http';
import { element, Refusal, unescapeXml, xmlAnswer } from '../kit/storage/answers';
import { versionHeaders } from './version';
import { created, record, refuseUnknown, writeCheck, type BlobName } from './blob-operations';
import { contentHeadersOf } from './headers';
import { requireKind } from './kinds';
import { integrityHeaders, requireIntegrity } from './integrity';
import { metadataOf } from '../kit/storage/metadata';
import { isUnmodified } from './conditions';
import { contentOf } from './contents';
import { tagsInHeaders } from './tags';
import { requireOnline, tierInHeaders } from './tiers';
import type { CommittedBlock, StoredBlob } from './model';
import type { Records } from './records';

const LONGEST_ID = 64;

/** Put Block: content that becomes part of the blob when a block list names it. */
export async function putBlock(records: Records, of: BlobName, request: LocalRequest): Promise<LocalResponse> {
  const { headers, body } = request;
  const stage = stageCheck(records, of, request);
  requireIntegrity(headers, body);
  await stage(body);
  return {
    status: 201,
    headers: { ...integrityHeaders(headers, body), 'x-ms-request-server-encrypted': 'true' },
    body: '',
  };
}

/** Refuses a block that may not be put; what it gives puts the content of one that may. */
export function stageCheck(
  records: Records,
  of: BlobName,
  { url, headers }: Pick<LocalRequest, 'url' | 'headers'>,
): (content: Buffer) => Promise<void> {
  const id = url.searchParams.get('blockid') ?? '';
  const size = Buffer.from(id, 'base64').length;
  if (size === 0 || size > LONGEST_ID)
    throw new Refusal(
      'InvalidQueryParameterValue',
      'Value for one of the query parameters specified in the request URI is invalid.',
      {
        QueryParameterName: 'blockid',
        QueryParameterValue: id,
        Reason: 'Not a valid base64 string.',
      },
    );
  writeCheck(records, of, leaseOnly(headers))();
  requireKind(records.find(of.container, of.name), 'BlockBlob');
  const others = records.staged(of.container, of.name);
  if (others.some((block) => Buffer.from(block.id, 'base64').length !== size))
    throw new Refusal('InvalidBlobOrBlock', 'The specified blob or block content is invalid.');
  return async (content) => {
    const before = records.staged(of.container, of.name).find((block) => block.id === id);
    const file = await records.disk.write(content);
    await records.stage({ container: of.container, blob: of.name, id, size: content.length, file });
    if (before) await records.disk.remove([before.file]);
  };
}

/** A block is not a version of the blob: conditions are for the list of blocks. */
const leaseOnly = (headers: LocalRequest['headers']): LocalRequest['headers'] =>
  headers['x-ms-lease-id'] === undefined ? {} : { 'x-ms-lease-id': headers['x-ms-lease-id'] };

interface NamedBlock {
  readonly from: 'Committed' | 'Uncommitted' | 'Latest';
  readonly id: string;
}

/** Put Block List: the blob becomes exactly the named blocks, in that order. */
export async function putBlockList(records: Records, of: BlobName, request: LocalRequest): Promise<LocalResponse> {
  const { headers, body } = request;
  const { container, name } = of;
  refuseUnknown(headers);
  const check = writeCheck(records, of, headers);
  check();
  const present = records.find(container, name);
  requireKind(present, 'BlockBlob');
  if (present) requireOnline(present, records.now());
  requireIntegrity(headers, body);
  const named = namedBlocks(body.toString('utf8'));
  const parts = await readBlocks(records, of, present, named);
  const content = Buffer.concat(parts.map(({ bytes }) => bytes));
  const stored = await record(records, content, check, (file) =>
    records.put({
      ...{ container, name, file, ...tagsInHeaders(headers), ...tierInHeaders(headers, records.now()) },
      contentMd5: headers['x-ms-blob-content-md5'] ?? '',
      headers: contentHeadersOf(headers),
      metadata: metadataOf(request),
      size: content.length,
      blocks: parts.map(({ id, bytes }): CommittedBlock => ({ id, size: bytes.length })),
    }),
  );
  const { headers: versions, ...answer } = created({ ...stored, contentMd5: '' });
  return { ...answer, headers: { ...versions, ...integrityHeaders(headers, body) } };
}

function namedBlocks(xml: string): NamedBlock[] {
  const list = /<BlockList\b[^>]*?(?:\/>|>([\s\S]*)<\/BlockList>)/.exec(xml);
  if (list === null) throw new Refusal('InvalidXmlDocument', 'XML specified is not syntactically valid.');
  const entries = (list[1] ?? '').matchAll(/<(Committed|Uncommitted|Latest)>([^<]*)<\/\1>/g);
  return [...entries].map(([, from, id]) => ({ from: from as NamedBlock['from'], id: unescapeXml(id ?? '') }));
}

async function readBlocks(
  records: Records,
  { container, name }: BlobName,
  present: StoredBlob | undefined,
  named: readonly NamedBlock[],
): Promise<{ id: string; bytes: Buffer }[]> {
  const staged = new Map(records.staged(container, name).map((block) => [block.id, block.file]));
  return records.disk.hold([...staged.values()], async () => {
    const old = present ? await contentOf(records.disk, present) : Buffer.alloc(0);
    const committed = committedBlocks(present?.blocks ?? [], old);
    return Promise.all(
      named.map(async ({ from, id }) => {
        const file = from === 'Committed' ? undefined : staged.get(id);
        const bytes = file ? await records.disk.read(file) : from === 'Uncommitted' ? undefined : committed.get(id);
        if (bytes === undefined) throw new Refusal('InvalidBlockList', `There is no block '${id}' (${from}).`);
        return { id, bytes };
      }),
    );
  });
}

function committedBlocks(blocks: readonly CommittedBlock[], content: Buffer): Map<string, Buffer> {
  let at = 0;
  return new Map(blocks.map(({ id, size }) => [id, content.subarray(at, (at += size))]));
}

/** Get Block List. */
export function getBlockList(
  records: Records,
  { container, name, snapshot }: BlobName,
  { url, headers }: LocalRequest,
): LocalResponse {
  records.container(container);
  const blob = records.find(container, name, snapshot);
  const staged = snapshot === undefined ? records.staged(container, name) : [];
  if (blob === undefined && staged.length === 0)
    throw new Refusal('BlobNotFound', 'The specified blob does not exist.');
  requireKind(blob, 'BlockBlob');
  if (blob !== undefined) isUnmodified(headers, blob);
  const kind = url.searchParams.get('blocklisttype') ?? 'committed';
  const list = (tag: string, wanted: boolean, blocks: readonly CommittedBlock[]) =>
    wanted ? `<${tag}>${blocks.map(blockXml).join('')}</${tag}>` : '';
  const answer = xmlAnswer(
    'BlockList',
    list('CommittedBlocks', kind !== 'uncommitted', blob?.blocks ?? []) +
      list('UncommittedBlocks', kind !== 'committed', staged),
  );
  const version = blob ? { ...versionHeaders(blob), 'x-ms-blob-content-length': String(blob.size) } : {};
  return { ...answer, headers: { ...answer.headers, ...version } };
}

const blockXml = ({ id, size }: CommittedBlock) => `<Block>${element('Name', id)}${element('Size', size)}</Block>`;
