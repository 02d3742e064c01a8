import type { Container } from '@azure/cosmos';
import type { Entry } from '../../core/routing/entries';
import type { JournalSegment, ShardFacts, ShardRef } from '../../ports/routing-journal';
import { partitionKey, read, select, type Document } from './documents';
import { readSnapshot } from './shard-snapshots';

/**
 * A segment is one partition: its head, the snapshot it begins with, and the entries after it. The head of a full
 * segment names the next one; a segment is named by the sequence it begins with, so that a stale writer that rolls
 * late makes a segment of its own that nobody reads.
 */
export interface HeadDocument extends Document {
  readonly seq: number;
  readonly facts: ShardFacts;
  /** Set when the segment is sealed. */
  readonly next: string | null;
  /** Who decides what is written next. Absent: nobody said. */
  readonly penOf?: string;
}

/** Entries of one append: one document, for a document costs what a kilobyte costs (decision 0005). */
export interface EntriesDocument extends Document {
  readonly kind: 'entries';
  readonly entries: readonly Entry[];
}

/** Names the segment that the shard writes to. */
export interface PointerDocument extends Document {
  readonly segment: string;
}

/** Says beside the pointer when a segment began. Of one that a crash left out the segment before it knows the name. */
export interface ListedSegment extends Document {
  readonly kind: 'listed';
  readonly segment: string;
  readonly beganAt: number;
  /** When its last entry was written, once it is archived. */
  readonly archivedUntilAt?: number;
  /** Its documents are gone: the archive alone has it. */
  readonly isRemoved?: true;
}

export const HEAD_ID = 'head';
export const POINTER_ID = 'pointer';
export const FIRST_SEGMENT = '0';
const SEQ_DIGITS = 12;
/** Where the entries of a segment are. */
export const segmentPartition = ({ tenantId, shardId }: ShardRef, segment: string): string =>
  partitionKey(tenantId, shardId, segment);
/** Where it stands which segment a shard writes to. */
export const pointerPartition = ({ tenantId, shardId }: ShardRef): string => partitionKey(tenantId, shardId);

/** The head of the segment that the shard writes to, by which an append is fenced. */
export type FoundHead = {
  readonly segment: string;
  readonly head: HeadDocument & { readonly etag: string };
};

/** Undefined where no such segment was ever begun. */
export const readHead = (
  container: Container,
  shard: ShardRef,
  segment: string,
): Promise<(HeadDocument & { readonly etag: string }) | undefined> =>
  read<HeadDocument>(container, HEAD_ID, segmentPartition(shard, segment));

/** Sequences sort as texts. */
export const idOfSeq = (seq: number | string): string => String(seq).padStart(SEQ_DIGITS, '0');

/** What stands beside the pointer of a segment. */
export const listingOf = (
  shard: ShardRef,
  listed: Pick<ListedSegment, 'segment' | 'beganAt' | 'archivedUntilAt' | 'isRemoved'>,
): ListedSegment => ({
  id: `segment-${idOfSeq(listed.segment)}`,
  pk: pointerPartition(shard),
  kind: 'listed',
  ...listed,
});

/** A stretch as it was written, up to where its head says that it goes. */
export async function readSegment(
  container: Container,
  shard: ShardRef,
  segment: string,
  head: HeadDocument,
): Promise<JournalSegment> {
  const pk = segmentPartition(shard, segment);
  const snapshot = segment === FIRST_SEGMENT ? undefined : await readSnapshot(container, pk);
  return { snapshot: snapshot ?? null, entries: await readEntries(container, pk, { after: -1, until: head.seq }) };
}

/** Entries of a segment in order, those of whole appends. `until`: how far its head says that the journal goes; what is behind it was written since, and the fence will tell. */
export async function readEntries(
  container: Container,
  pk: string,
  { after, until }: { readonly after: number; readonly until: number },
): Promise<readonly Entry[]> {
  // Ids of entries are sequences: by them the index finds no part of a snapshot.
  const query = "SELECT * FROM c WHERE c.id >= @from AND c.id < ':'";
  const parameters = [{ name: '@from', value: idOfSeq(after + 1) }];
  const found = await select<EntriesDocument>(container, { query, parameters }, { partitionKey: pk });
  return found
    .flatMap(({ entries }) => entries)
    .filter(({ seq }) => seq <= until)
    .sort((a, b) => a.seq - b.seq);
}
