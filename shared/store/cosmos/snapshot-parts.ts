import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { constants, gunzip, gzip } from 'node:zlib';
import type { Snapshot } from '../../core/routing/snapshot-shape';
import { documentId, type Document } from './documents';

type ListName = { [Name in keyof Snapshot]: Snapshot[Name] extends readonly unknown[] ? Name : never }[keyof Snapshot];

/** As version 0.1.0 wrote them. */
interface PlainPart extends Document {
  readonly list: ListName;
  readonly items: readonly unknown[];
}

/**
 * Items of one list as JSON, compressed: visits are alike, and what a write costs goes by its bytes. A part is named by what it
 * holds, so that two writers of one state share it and those of two never mix.
 */
interface PackedPart extends Document {
  readonly list: ListName;
  /** Base64 of gzip. */
  readonly packed: string;
}

export type PartDocument = PlainPart | PackedPart;

export const PART_PREFIX = 'part:';
/** Not compressed. A document may have 2 MB, and base64 of what cannot be compressed has a third more. */
const PART_BYTES = 1_000_000;

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** The lists of a snapshot; a small one of some items is not worth a part, and is none of them. */
const listsOf = (snapshot: Snapshot): [ListName, readonly unknown[]][] =>
  Object.entries(snapshot).flatMap(([name, value]: [string, unknown]) =>
    Array.isArray(value) ? [[name as ListName, value as readonly unknown[]]] : [],
  );

/** The snapshot without its lists, and the parts that hold them in order. */
export async function packSnapshot(
  pk: string,
  snapshot: Snapshot,
): Promise<{ readonly emptied: Snapshot; readonly parts: readonly PackedPart[] }> {
  const lists = listsOf(snapshot);
  const chunks = lists.flatMap(([list, items]) => chunksOf(items).map((json) => ({ list, json })));
  const parts = await Promise.all(chunks.map(({ list, json }) => packed(pk, list, json)));
  return { emptied: { ...snapshot, ...Object.fromEntries(lists.map(([list]) => [list, []])) }, parts };
}

/** The snapshot with the lists that its parts hold. */
export async function unpackSnapshot(emptied: Snapshot, parts: readonly PartDocument[]): Promise<Snapshot> {
  const lists = new Map<ListName, unknown[]>();
  for (const [list, items] of await Promise.all(parts.map(unpacked))) {
    const all = lists.get(list) ?? [];
    // Not spread into one call: a list may hold more than a call takes arguments.
    for (const item of items) all.push(item);
    lists.set(list, all);
  }
  return { ...emptied, ...Object.fromEntries(lists) };
}

async function packed(pk: string, list: ListName, json: string): Promise<PackedPart> {
  const bytes = await compress(json, { level: constants.Z_BEST_SPEED });
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 32);
  return { id: `${PART_PREFIX}${documentId(list, hash)}`, pk, list, packed: bytes.toString('base64') };
}

async function unpacked(part: PartDocument): Promise<readonly [ListName, readonly unknown[]]> {
  if ('items' in part) return [part.list, part.items];
  const json = await decompress(Buffer.from(part.packed, 'base64'));
  return [part.list, JSON.parse(json.toString()) as unknown[]];
}

/** JSON arrays of about as many bytes as a part takes; an item that is larger is one by itself. */
function chunksOf(items: readonly unknown[]): string[] {
  const made: string[] = [];
  let chunk: string[] = [];
  let bytes = 0;
  const close = () => {
    if (chunk.length > 0) made.push(`[${chunk.join(',')}]`);
    [chunk, bytes] = [[], 0];
  };
  for (const item of items) {
    const json = JSON.stringify(item);
    if (bytes + json.length > PART_BYTES) close();
    chunk.push(json);
    bytes += json.length;
  }
  close();
  return made;
}
