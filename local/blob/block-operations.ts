// cspell:ignore blockid blocklisttype
import type { LocalRequest, LocalResponse } from '../kit/http';
import { element, Refusal, unescapeXml, xmlAnswer } from '../kit/storage/answers';
import { versionHeaders } from './version';
import { created, record, type BlobName } from './blob-operations';
import { requireForWrite } from './conditions';
import { contentHeadersOf, md5Of, requireMd5 } from './headers';
import { metadataOf } from '../kit/storage/metadata';
import type { CommittedBlock, StoredBlob } from './model';
import type { Records } from './records';

/** Put Block: content that becomes part of the blob when a block list names it. */
export async function putBlock(records: Records, of: BlobName, request: LocalRequest): Promise<LocalResponse> {
  if (request.headers['x-ms-copy-source'] !== undefined)
    throw new Refusal('NotEmulated', 'The local Blob Storage does not emulate Put Block From URL.');
  const id = request.url.searchParams.get('blockid') ?? '';
  if (id === '') throw new Refusal('InvalidQueryParameterValue', `The query parameter 'blockid' is missing.`);
  records.container(of.container);
  const md5 = md5Of(request.body);
  requireMd5(request.headers, md5);
  const before = records.staged(of.container, of.name).find((block) => block.id === id);
  const file = await records.disk.write(request.body);
  await records.stage({ container: of.container, blob: of.name, id, size: request.body.length, file });
  if (before) await records.disk.remove([before.file]);
  return { status: 201, headers: { 'content-md5': md5, 'x-ms-request-server-encrypted': 'true' }, body: '' };
}

interface NamedBlock {
  readonly from: 'Committed' | 'Uncommitted' | 'Latest';
  readonly id: string;
}

/** Put Block List: the blob becomes exactly the named blocks, in that order. */
export async function putBlockList(records: Records, of: BlobName, request: LocalRequest): Promise<LocalResponse> {
  const { headers } = request;
  const { container, name } = of;
  records.container(container);
  const check = () => requireForWrite(headers, records.find(container, name));
  check();
  const named = namedBlocks(request.body.toString('utf8'));
  const parts = await readBlocks(records, of, records.find(container, name), named);
  const content = Buffer.concat(parts.map(({ bytes }) => bytes));
  const stored = await record(records, content, check, (file) =>
    records.put({
      ...{ container, name, file },
      contentMd5: headers['x-ms-blob-content-md5'] ?? '',
      headers: contentHeadersOf(headers, undefined),
      metadata: metadataOf(headers),
      size: content.length,
      blocks: parts.map(({ id, bytes }): CommittedBlock => ({ id, size: bytes.length })),
    }),
  );
  return created(stored);
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
  const old = present ? await records.disk.read(present.file) : Buffer.alloc(0);
  const committed = committedBlocks(present?.blocks ?? [], old);
  return Promise.all(
    named.map(async ({ from, id }) => {
      const file = from === 'Committed' ? undefined : staged.get(id);
      const bytes = file ? await records.disk.read(file) : from === 'Uncommitted' ? undefined : committed.get(id);
      if (bytes === undefined) throw new Refusal('InvalidBlockList', `There is no block '${id}' (${from}).`);
      return { id, bytes };
    }),
  );
}

function committedBlocks(blocks: readonly CommittedBlock[], content: Buffer): Map<string, Buffer> {
  let at = 0;
  return new Map(blocks.map(({ id, size }) => [id, content.subarray(at, (at += size))]));
}

/** Get Block List. */
export function getBlockList(records: Records, { container, name }: BlobName, { url }: LocalRequest): LocalResponse {
  records.container(container);
  const blob = records.find(container, name);
  const staged = records.staged(container, name);
  if (blob === undefined && staged.length === 0)
    throw new Refusal('BlobNotFound', 'The specified blob does not exist.');
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
