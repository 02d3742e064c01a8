import type { Container } from '@azure/cosmos';
import type { Entry } from '../../core/routing/entries';
import type { Snapshot } from '../../core/routing/snapshot-shape';
import type {
  Fence,
  JournalSegment,
  LoadedShard,
  RoutingJournal,
  ShardFacts,
  ShardRef,
} from '../../ports/routing-journal';
import {
  batch,
  create,
  createOperation,
  partitionKey,
  read,
  replaceOperation,
  select,
  StoreError,
  upsert,
  type Document,
} from './documents';
import { readSnapshot, removeStrayParts, writeParts } from './shard-snapshots';

/**
 * A segment is one partition: its head, the snapshot it begins with, and the entries after it. The head of a full
 * segment names the next one; a segment is named by the sequence it begins with, so that a stale writer that rolls
 * late makes a segment of its own that nobody reads.
 */
interface HeadDocument extends Document {
  readonly seq: number;
  readonly facts: ShardFacts;
  /** Set when the segment is sealed. */
  readonly next: string | null;
}

/** Entries of one append: one document, for a document costs what a kilobyte costs (decision 0005). */
interface EntriesDocument extends Document {
  readonly kind: 'entries';
  readonly entries: readonly Entry[];
}

interface PointerDocument extends Document {
  readonly segment: string;
}

/** Says beside the pointer when a segment began. Of one that a crash left out the segment before it knows the name. */
interface ListedSegment extends Document {
  readonly kind: 'listed';
  readonly segment: string;
  readonly beganAt: number;
  /** Seconds. */
  readonly ttl: number;
}

const HEAD_ID = 'head';
const POINTER_ID = 'pointer';
const FIRST_SEGMENT = '0';
const SEQ_DIGITS = 12;
/** Sealed segments are kept for replays (design §4). */
const SEALED_TTL_SECONDS = 35 * 86_400;
/** A document may have 2 MB; entries are at most 2 KB, and small documents are cheap to fold. */
const ENTRIES_PER_DOCUMENT = 50;

const EMPTY_FACTS: ShardFacts = { configVersion: 0, nextDueAt: null, openActsSince: null };

const segmentPartition = ({ tenantId, shardId }: ShardRef, segment: string): string =>
  partitionKey(tenantId, shardId, segment);
const pointerPartition = ({ tenantId, shardId }: ShardRef): string => partitionKey(tenantId, shardId);

/** The `routing` container as the fenced journal of routing shards. */
export function cosmosRoutingJournal(container: Container): RoutingJournal {
  // Where the last head was found: a hint that saves a read; following `next` makes a stale one right.
  const hints = new Map<string, string>();

  async function currentHead(
    shard: ShardRef,
  ): Promise<{ readonly segment: string; readonly head: HeadDocument & { readonly etag: string } } | undefined> {
    const key = pointerPartition(shard);
    let segment = hints.get(key) ?? (await read<PointerDocument>(container, POINTER_ID, key))?.segment ?? FIRST_SEGMENT;
    for (;;) {
      const head = await read<HeadDocument>(container, HEAD_ID, segmentPartition(shard, segment));
      if (head === undefined) return undefined;
      hints.set(key, segment);
      if (head.next === null) return { segment, head };
      segment = head.next;
    }
  }

  return {
    load: async (shard) =>
      loadSegment(container, shard, (await currentHead(shard)) ?? (await makeFirst(container, shard))),
    append: (shard, fence, entries, facts) => append(container, shard, fence, { entries, facts }),
    async roll(shard, fence, snapshot, facts) {
      const outcome = await roll(container, shard, fence, { snapshot, facts });
      if (outcome.kind === 'appended') hints.set(pointerPartition(shard), outcome.fence.segment);
      return outcome;
    },
    async isCurrent(shard, { segment, etag }) {
      const head = await read<HeadDocument>(container, HEAD_ID, segmentPartition(shard, segment));
      return head?.etag === etag;
    },
    history: (shard, at) => history(container, shard, at),
    facts: async (shard) => (await currentHead(shard))?.head.facts ?? EMPTY_FACTS,
  };
}

type FoundHead = { readonly segment: string; readonly head: HeadDocument & { readonly etag: string } };

async function makeFirst(container: Container, shard: ShardRef): Promise<FoundHead> {
  const head: HeadDocument = {
    id: HEAD_ID,
    pk: segmentPartition(shard, FIRST_SEGMENT),
    seq: 0,
    facts: EMPTY_FACTS,
    next: null,
  };
  await create(container, head);
  const made = await read<HeadDocument>(container, HEAD_ID, head.pk);
  if (made === undefined) throw new StoreError('unreadable', 'A journal head that was just made could not be read.');
  return { segment: FIRST_SEGMENT, head: made };
}

async function loadSegment(container: Container, shard: ShardRef, { segment, head }: FoundHead): Promise<LoadedShard> {
  const { snapshot, entries: tail } = await readSegment(container, shard, segment, head);
  return { snapshot, tail, fence: { segment, etag: head.etag } };
}

async function readSegment(
  container: Container,
  shard: ShardRef,
  segment: string,
  head: HeadDocument,
): Promise<JournalSegment> {
  const pk = segmentPartition(shard, segment);
  const snapshot = segment === FIRST_SEGMENT ? undefined : await readSnapshot(container, pk);
  // Ids of entries are sequences: by them the index finds no part of a snapshot.
  const query = "SELECT * FROM c WHERE c.id >= '0' AND c.id < ':'";
  const resources = await select<EntriesDocument>(container, query, { partitionKey: pk });
  // The head says how far the journal goes: entries behind it were written since, and the fence will tell.
  const written = resources
    .flatMap(({ entries }) => entries)
    .filter(({ seq }) => seq <= head.seq)
    .sort((a, b) => a.seq - b.seq);
  return { snapshot: snapshot ?? null, entries: written };
}

const listingOf = (shard: ShardRef, segment: string, beganAt: number): ListedSegment => ({
  id: `segment-${segment.padStart(SEQ_DIGITS, '0')}`,
  pk: pointerPartition(shard),
  kind: 'listed',
  segment,
  beganAt,
  ttl: SEALED_TTL_SECONDS,
});

async function* history(container: Container, shard: ShardRef, at: number): AsyncGenerator<JournalSegment> {
  let segment: string | null = await segmentAt(container, shard, at);
  while (segment !== null) {
    const head: HeadDocument | undefined = await read<HeadDocument>(
      container,
      HEAD_ID,
      segmentPartition(shard, segment),
    );
    if (head === undefined) return;
    yield await readSegment(container, shard, segment, head);
    segment = head.next;
  }
}

/** The last segment that began by then; of a time before all of them the oldest there is. */
async function segmentAt(container: Container, shard: ShardRef, at: number): Promise<string> {
  const query = "SELECT * FROM c WHERE c.kind = 'listed'";
  const partition = { partitionKey: pointerPartition(shard) };
  const resources = await select<ListedSegment>(container, query, partition);
  const listed = [...resources].sort((a, b) => (a.id < b.id ? -1 : 1));
  const begun = listed.findLast(({ beganAt }) => beganAt <= at);
  if (begun !== undefined) return begun.segment;
  const first = await read<HeadDocument>(container, HEAD_ID, segmentPartition(shard, FIRST_SEGMENT));
  return first === undefined ? (listed[0]?.segment ?? FIRST_SEGMENT) : FIRST_SEGMENT;
}

type Appended = Awaited<ReturnType<RoutingJournal['append']>>;

async function append(
  container: Container,
  shard: ShardRef,
  fence: Fence,
  { entries, facts }: { entries: readonly Entry[]; facts: ShardFacts },
): Promise<Appended> {
  const pk = segmentPartition(shard, fence.segment);
  const seq = entries.at(-1)?.seq ?? 0;
  const head: HeadDocument = { id: HEAD_ID, pk, seq, facts, next: null };
  const operations = [replaceOperation(head, fence.etag), ...documentsOf(pk, entries).map(createOperation)];
  const outcome = await batch(container, pk, operations);
  return outcome.kind === 'done'
    ? { kind: 'appended', fence: { segment: fence.segment, etag: outcome.etags[0] ?? '' } }
    : { kind: 'fenced' };
}

function documentsOf(pk: string, entries: readonly Entry[]): EntriesDocument[] {
  const documents: EntriesDocument[] = [];
  for (let from = 0; from < entries.length; from += ENTRIES_PER_DOCUMENT) {
    const part = entries.slice(from, from + ENTRIES_PER_DOCUMENT);
    documents.push({ id: String(part[0]?.seq ?? 0).padStart(SEQ_DIGITS, '0'), pk, kind: 'entries', entries: part });
  }
  return documents;
}

/** The new segment is whole before the old one is sealed; only the seal makes anyone read it. */
async function roll(
  container: Container,
  shard: ShardRef,
  fence: Fence,
  { snapshot, facts }: { snapshot: Snapshot; facts: ShardFacts },
): Promise<Appended> {
  const segment = String(snapshot.seq);
  const etag = await makeSegment(container, segmentPartition(shard, segment), snapshot, facts);
  const oldPk = segmentPartition(shard, fence.segment);
  const sealed = { id: HEAD_ID, pk: oldPk, seq: snapshot.seq, facts, next: segment, ttl: SEALED_TTL_SECONDS };
  const outcome = await batch(container, oldPk, [replaceOperation(sealed, fence.etag)]);
  if (outcome.kind === 'refused') return { kind: 'fenced' };
  await upsert(container, listingOf(shard, segment, snapshot.at));
  await upsert(container, { id: POINTER_ID, pk: pointerPartition(shard), segment });
  await removeStrayParts(container, segmentPartition(shard, segment));
  return { kind: 'appended', fence: { segment, etag } };
}

/**
 * The etag of the new segment's head. A segment of that name may be there: of a writer that died before it sealed the old
 * one, or of one that was faster and appends to it already. It holds the same, for a sequence has one state; so it is
 * never written over, and the seal tells which it is.
 */
async function makeSegment(container: Container, pk: string, snapshot: Snapshot, facts: ShardFacts): Promise<string> {
  const head: HeadDocument = { id: HEAD_ID, pk, seq: snapshot.seq, facts, next: null };
  const header = await writeParts(container, pk, snapshot);
  const outcome = await batch(container, pk, [createOperation(head), header]);
  if (outcome.kind === 'done') return outcome.etags[0] ?? '';
  const made = await read<HeadDocument>(container, HEAD_ID, pk);
  if (made === undefined) throw new StoreError('unreadable', 'A journal head that exists could not be read.');
  return made.etag;
}
