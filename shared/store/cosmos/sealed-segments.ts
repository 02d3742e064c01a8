import type { Container } from '@azure/cosmos';
import type { JournalSegment, RoutingJournal, ShardRef } from '../../ports/routing-journal';
import type { Files } from '../../ports/files';
import { remove, select, upsert } from './documents';
import { packSegment, pathOf, unpackSegment, type ArchivedSegment } from './archived-segment';
import {
  FIRST_SEGMENT,
  listingOf,
  pointerPartition,
  readHead,
  readSegment,
  segmentPartition,
  type HeadDocument,
  type ListedSegment,
} from './journal-documents';

export type ArchiveFiles = Pick<Files, 'put' | 'get'>;

/** So long the documents of a sealed segment are kept (design §4); after that the archive alone has it. */
const KEPT_MS = 35 * 86_400_000;
/** One run archives so many segments, and removes as many: the next run goes on. */
const MOST_AT_ONCE = 50;

/** The sealed segments of a journal: their way into the archive, and reading them from wherever they are. */
export function sealedSegments(container: Container, files: ArchiveFiles): Pick<RoutingJournal, 'history' | 'archive'> {
  return {
    history: (shard, at) => history(container, files, shard, at),
    async archive(shard, now) {
      const archived = await archiveSealed(container, files, shard);
      const old = await listed(
        container,
        shard,
        `IS_DEFINED(c.archivedUntilAt) AND c.archivedUntilAt <= ${now - KEPT_MS} AND NOT IS_DEFINED(c.isRemoved)`,
      );
      for (const one of old.slice(0, MOST_AT_ONCE)) await removeDocuments(container, shard, one);
      return { archived, removed: Math.min(old.length, MOST_AT_ONCE) };
    },
  };
}

/** Oldest first. */
async function listed(container: Container, shard: ShardRef, condition: string): Promise<ListedSegment[]> {
  const query = `SELECT * FROM c WHERE c.kind = 'listed' AND ${condition}`;
  const partition = { partitionKey: pointerPartition(shard) };
  const found = await select<ListedSegment>(container, query, partition);
  return [...found].sort((a, b) => (a.id < b.id ? -1 : 1));
}

async function archiveSealed(container: Container, files: ArchiveFiles, shard: ShardRef): Promise<number> {
  const known = await listed(container, shard, 'true');
  const toDo = known.filter(({ archivedUntilAt }) => archivedUntilAt === undefined);
  // The first one is on no list until it is archived.
  if (!known.some(({ segment }) => segment === FIRST_SEGMENT))
    toDo.unshift(listingOf(shard, { segment: FIRST_SEGMENT, beganAt: 0 }));
  let archived = 0;
  for (let one = toDo.shift(); one !== undefined && archived < MOST_AT_ONCE; one = toDo.shift()) {
    const head = await readHead(container, shard, one.segment);
    if (head === undefined || head.next === null) continue;
    const next = head.next;
    await archiveOne(container, files, shard, { listing: one, head, next });
    archived += 1;
    // A crash may have left the next one out of the list.
    if (!known.some(({ segment }) => segment === next))
      toDo.unshift(listingOf(shard, { segment: next, beganAt: one.beganAt }));
  }
  return archived;
}

interface Sealed {
  readonly listing: ListedSegment;
  readonly head: HeadDocument;
  readonly next: string;
}

/** The file first: a listing that names an archive is believed. */
async function archiveOne(
  container: Container,
  files: ArchiveFiles,
  shard: ShardRef,
  { listing: { segment, beganAt }, head, next }: Sealed,
): Promise<void> {
  const read = await readSegment(container, shard, segment, head);
  await files.put(pathOf(shard, segment), await packSegment({ ...read, next }), 'application/gzip');
  const archivedUntilAt = read.entries.at(-1)?.at ?? read.snapshot?.at ?? beganAt;
  await upsert(
    container,
    listingOf(shard, {
      segment,
      beganAt: read.snapshot?.at ?? beganAt,
      archivedUntilAt,
    }),
  );
}

/** The head last: without it nobody looks for the rest. */
async function removeDocuments(container: Container, shard: ShardRef, one: ListedSegment): Promise<void> {
  const pk = segmentPartition(shard, one.segment);
  const query = "SELECT VALUE c.id FROM c WHERE c.id != 'head'";
  const ids = await select<string>(container, query, { partitionKey: pk });
  for (const id of [...ids, 'head']) await remove(container, id, pk);
  const { segment, beganAt, archivedUntilAt } = one;
  const listing = archivedUntilAt === undefined ? { segment, beganAt } : { segment, beganAt, archivedUntilAt };
  await upsert(container, listingOf(shard, { ...listing, isRemoved: true }));
}

async function* history(
  container: Container,
  files: ArchiveFiles,
  shard: ShardRef,
  at: number,
): AsyncGenerator<JournalSegment | 'lost'> {
  const known = await listed(container, shard, 'true');
  // The first segment is on the list once it is archived: without a list there is no other, and none at all of a shard that was never written.
  // Not one that began at this very millisecond: the one before it may have entries of it.
  let segment: string | null = known.findLast(({ beganAt }) => beganAt < at)?.segment ?? FIRST_SEGMENT;
  while (segment !== null) {
    const found: ArchivedSegment | undefined = await findSegment(container, files, shard, segment);
    if (found === undefined) {
      if (known.length > 0) yield 'lost';
      return;
    }
    const { next, ...stretch } = found;
    yield stretch;
    segment = next;
  }
}

async function findSegment(
  container: Container,
  files: ArchiveFiles,
  shard: ShardRef,
  segment: string,
): Promise<ArchivedSegment | undefined> {
  const head = await readHead(container, shard, segment);
  if (head !== undefined)
    return {
      ...(await readSegment(container, shard, segment, head)),
      next: head.next,
    };
  const file = await files.get(pathOf(shard, segment));
  return file && unpackSegment(file);
}
