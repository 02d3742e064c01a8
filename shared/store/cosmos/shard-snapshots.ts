import { createHash } from 'node:crypto';
import type { Container, OperationInput } from '@azure/cosmos';
import type { Snapshot } from '../../core/routing/snapshot-shape';
import { create, createOperation, documentId, read, select, StoreError, type Document } from './documents';

/**
 * A snapshot of a large shard is more than a document may hold (2 MB). Its lists go into parts, which are written before the
 * header that names them: until then nobody reads them, and a writer that dies leaves the old segment valid. A part is
 * named by what it holds, so that two writers of one state share it and those of two never mix.
 */
interface HeaderDocument extends Document {
  /** Lists that are in parts are empty here. */
  readonly snapshot: Snapshot;
  readonly parts: readonly string[];
}

type ListName = { [Name in keyof Snapshot]: Snapshot[Name] extends readonly unknown[] ? Name : never }[keyof Snapshot];

interface PartDocument extends Document {
  readonly list: ListName;
  readonly items: readonly unknown[];
}

const HEADER_ID = 'snapshot';
const PART_PREFIX = 'part:';
/** A quarter of a megabyte costs less than a quarter of what a megabyte costs. */
const PART_BYTES = 250_000;

/** Writes the parts, and answers the operation that makes the header. */
export async function writeParts(container: Container, pk: string, snapshot: Snapshot): Promise<OperationInput> {
  const whole: HeaderDocument = { id: HEADER_ID, pk, snapshot, parts: [] };
  if (bytesOf(snapshot) <= PART_BYTES) return createOperation(whole);
  const lists = listsOf(snapshot);
  const parts = lists.flatMap(([list, items]) => chunks(items).map((chunk) => partOf(pk, list, chunk)));
  for (const part of parts) await create(container, part);
  const emptied = Object.fromEntries(lists.map(([list]) => [list, []]));
  const header: HeaderDocument = { ...whole, snapshot: { ...snapshot, ...emptied }, parts: parts.map(({ id }) => id) };
  return createOperation(header);
}

/** The snapshot that a segment begins with; undefined when it has none. */
export async function readSnapshot(container: Container, pk: string): Promise<Snapshot | undefined> {
  const header = await read<HeaderDocument>(container, HEADER_ID, pk);
  if (header === undefined) return undefined;
  const parts = await Promise.all(header.parts.map((id) => read<PartDocument>(container, id, pk)));
  const lists = new Map<ListName, unknown[]>();
  for (const part of parts) {
    if (part === undefined) throw new StoreError('unreadable', 'A part of a snapshot could not be read.');
    lists.set(part.list, [...(lists.get(part.list) ?? []), ...part.items]);
  }
  return { ...header.snapshot, ...Object.fromEntries(lists) };
}

/** Removes the parts that the header does not name: those of writers that died, or came second with another layout. */
export async function removeStrayParts(container: Container, pk: string): Promise<void> {
  const header = await read<HeaderDocument>(container, HEADER_ID, pk);
  if (header === undefined || header.parts.length === 0) return;
  const query = `SELECT VALUE c.id FROM c WHERE STARTSWITH(c.id, '${PART_PREFIX}')`;
  const resources = await select<string>(container, query, { partitionKey: pk });
  const named = new Set(header.parts);
  for (const id of resources) if (!named.has(id)) await container.item(id, pk).delete();
}

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

const listsOf = (snapshot: Snapshot): [ListName, readonly unknown[]][] =>
  Object.entries(snapshot).flatMap(([name, value]: [string, unknown]) =>
    Array.isArray(value) ? [[name as ListName, value as readonly unknown[]]] : [],
  );

function partOf(pk: string, list: ListName, items: readonly unknown[]): PartDocument {
  const hash = createHash('sha256').update(JSON.stringify(items)).digest('hex').slice(0, 32);
  return { id: `${PART_PREFIX}${documentId(list, hash)}`, pk, list, items };
}

/** An item that is larger than a part is one by itself. */
function chunks(items: readonly unknown[]): unknown[][] {
  const made: unknown[][] = [];
  let bytes = 0;
  for (const item of items) {
    const size = bytesOf(item);
    const last = made.at(-1);
    if (last === undefined || bytes + size > PART_BYTES) {
      made.push([item]);
      bytes = size;
    } else {
      last.push(item);
      bytes += size;
    }
  }
  return made;
}
