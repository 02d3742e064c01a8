import type { Container, OperationInput } from '@azure/cosmos';
import type { Snapshot } from '../../core/routing/snapshot-shape';
import { create, createOperation, read, select, StoreError, type Document } from './documents';
import { packSnapshot, PART_PREFIX, unpackSnapshot, type PartDocument } from './snapshot-parts';

/**
 * A snapshot of a large shard is more than a document may hold (2 MB). Its lists go into parts, which are written before the
 * header that names them: until then nobody reads them, and a writer that dies leaves the old segment valid.
 */
interface HeaderDocument extends Document {
  /** Lists that are in parts are empty here. */
  readonly snapshot: Snapshot;
  readonly parts: readonly string[];
}

const HEADER_ID = 'snapshot';
/** In JSON. A smaller snapshot goes into the header as it is. */
const SMALL_BYTES = 250_000;
const AT_ONCE = 8;

/** Writes the parts, and answers the operation that makes the header. */
export async function writeParts(container: Container, pk: string, snapshot: Snapshot): Promise<OperationInput> {
  if (JSON.stringify(snapshot).length <= SMALL_BYTES) return headerOf(pk, snapshot, []);
  const { emptied, parts } = await packSnapshot(pk, snapshot);
  for (let from = 0; from < parts.length; from += AT_ONCE)
    await Promise.all(parts.slice(from, from + AT_ONCE).map((part) => create(container, part)));
  return headerOf(
    pk,
    emptied,
    parts.map(({ id }) => id),
  );
}

const headerOf = (pk: string, snapshot: Snapshot, parts: readonly string[]): OperationInput => {
  const header: HeaderDocument = { id: HEADER_ID, pk, snapshot, parts };
  return createOperation(header);
};

/** The snapshot that a segment begins with; undefined when it has none. */
export async function readSnapshot(container: Container, pk: string): Promise<Snapshot | undefined> {
  const header = await read<HeaderDocument>(container, HEADER_ID, pk);
  if (header === undefined) return undefined;
  const parts = await Promise.all(header.parts.map((id) => read<PartDocument>(container, id, pk)));
  const found = parts.flatMap((part) => part ?? []);
  if (found.length < parts.length) throw new StoreError('unreadable', 'A part of a snapshot could not be read.');
  return unpackSnapshot(header.snapshot, found);
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
