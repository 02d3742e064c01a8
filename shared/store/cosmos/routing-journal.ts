import type { Container } from '@azure/cosmos';
import type { Entry } from '../../core/routing/entries';
import type { Snapshot } from '../../core/routing/snapshot-shape';
import type { Fence, LoadedShard, RoutingJournal, ShardFacts, ShardRef, Since } from '../../ports/routing-journal';
import {
  batch,
  catchUp,
  create,
  createOperation,
  read,
  replace,
  replaceOperation,
  StoreError,
  upsert,
} from './documents';
import {
  FIRST_SEGMENT,
  HEAD_ID,
  idOfSeq,
  listingOf,
  POINTER_ID,
  pointerPartition,
  readEntries,
  readHead,
  readSegment,
  segmentPartition,
  type EntriesDocument,
  type FoundHead,
  type HeadDocument,
  type PointerDocument,
} from './journal-documents';
import { sealedSegments, type ArchiveFiles } from './sealed-segments';
import { removeStrayParts, writeParts } from './shard-snapshots';

/** A document may have 2 MB; entries are at most 2 KB, and small documents are cheap to fold. */
const ENTRIES_PER_DOCUMENT = 50;

const EMPTY_FACTS: ShardFacts = { configVersion: 0, nextDueAt: null, openActsSince: null };

/** The `routing` container as the fenced journal of routing shards, with `files` as the archive of its sealed segments. */
export function cosmosRoutingJournal(container: Container, files: ArchiveFiles): RoutingJournal {
  const sealed = sealedSegments(container, files);
  // Where the last head was found: a hint that saves a read; following `next` makes a stale one right.
  const hints = new Map<string, string>();

  async function currentHead(shard: ShardRef): Promise<FoundHead | undefined> {
    const key = pointerPartition(shard);
    let segment = hints.get(key) ?? (await read<PointerDocument>(container, POINTER_ID, key))?.segment ?? FIRST_SEGMENT;
    for (;;) {
      const head = await readHead(container, shard, segment);
      if (head === undefined) return undefined;
      hints.set(key, segment);
      if (head.next === null) return { segment, head };
      segment = head.next;
    }
  }

  const ofSegment = (shard: ShardRef) => (segment: string, wanted: { after: number; until: number }) =>
    readEntries(container, segmentPartition(shard, segment), wanted);

  return {
    load: async (shard) =>
      loadSegment(container, shard, (await currentHead(shard)) ?? (await makeFirst(container, shard))),
    append: (shard, fence, entries, facts) => append(container, shard, fence, { entries, facts }),
    async roll(shard, fence, snapshot, facts) {
      const outcome = await roll(container, shard, fence, { snapshot, facts });
      if (outcome.kind === 'appended') hints.set(pointerPartition(shard), outcome.fence.segment);
      return outcome;
    },
    since: (shard, fence) => since(fence, (segment) => readHead(container, shard, segment), ofSegment(shard)),
    latest: (shard, fence) =>
      since(
        fence,
        async (segment) => {
          await catchUp(container, HEAD_ID, segmentPartition(shard, segment));
          return readHead(container, shard, segment);
        },
        ofSegment(shard),
      ),
    takePen: (shard, fence, facts, by) => takePen(container, shard, fence, { facts, by }),
    history: sealed.history,
    archive: sealed.archive,
    facts: async (shard) => (await currentHead(shard))?.head.facts ?? EMPTY_FACTS,
  };
}

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
  return { snapshot, tail, fence: { segment, etag: head.etag, seq: head.seq }, penOf: head.penOf ?? null };
}

/** A segment that was sealed meanwhile goes on in the next one, whose snapshot is the state that the caller has by then. */
async function since(
  fence: Fence,
  headOf: (segment: string) => ReturnType<typeof readHead>,
  entriesOf: (segment: string, wanted: { after: number; until: number }) => Promise<readonly Entry[]>,
): Promise<Since> {
  const entries: Entry[] = [];
  for (let { segment } = fence; ;) {
    const head = await headOf(segment);
    if (head === undefined) return { kind: 'gone' };
    const after = fence.seq + entries.length;
    if (head.seq > after) entries.push(...(await entriesOf(segment, { after, until: head.seq })));
    // Documents that were not there yet as the head was read, or are not any more, would leave a gap.
    if (fence.seq + entries.length !== head.seq) return { kind: 'gone' };
    if (head.next === null) {
      const at = { segment, etag: head.etag, seq: head.seq };
      return {
        kind: 'since',
        entries,
        fence: at,
        penOf: head.penOf ?? null,
        segmentEntries: head.seq - Number(segment),
      };
    }
    segment = head.next;
  }
}

async function takePen(
  container: Container,
  shard: ShardRef,
  { segment, etag, seq }: Fence,
  { facts, by }: { readonly facts: ShardFacts; readonly by: string | null },
): Promise<Appended> {
  const pk = segmentPartition(shard, segment);
  const head: HeadDocument = { id: HEAD_ID, pk, seq, facts, next: null, ...(by === null ? {} : { penOf: by }) };
  const outcome = await replace(container, head, etag);
  return outcome.kind === 'replaced'
    ? { kind: 'appended', fence: { segment, etag: outcome.etag, seq } }
    : { kind: 'fenced' };
}

type Appended = Awaited<ReturnType<RoutingJournal['append']>>;

async function append(
  container: Container,
  shard: ShardRef,
  fence: Fence,
  { entries, facts }: { entries: readonly Entry[]; facts: ShardFacts },
): Promise<Appended> {
  const pk = segmentPartition(shard, fence.segment);
  const seq = entries.at(-1)?.seq ?? fence.seq;
  const head: HeadDocument = { id: HEAD_ID, pk, seq, facts, next: null };
  const operations = [replaceOperation(head, fence.etag), ...documentsOf(pk, entries).map(createOperation)];
  const outcome = await batch(container, pk, operations);
  return outcome.kind === 'done'
    ? { kind: 'appended', fence: { segment: fence.segment, etag: outcome.etags[0] ?? '', seq } }
    : { kind: 'fenced' };
}

function documentsOf(pk: string, entries: readonly Entry[]): EntriesDocument[] {
  const documents: EntriesDocument[] = [];
  for (let from = 0; from < entries.length; from += ENTRIES_PER_DOCUMENT) {
    const part = entries.slice(from, from + ENTRIES_PER_DOCUMENT);
    documents.push({ id: idOfSeq(part[0]?.seq ?? 0), pk, kind: 'entries', entries: part });
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
  const sealed = { id: HEAD_ID, pk: oldPk, seq: snapshot.seq, facts, next: segment };
  const outcome = await batch(container, oldPk, [replaceOperation(sealed, fence.etag)]);
  if (outcome.kind === 'refused') return { kind: 'fenced' };
  await upsert(container, listingOf(shard, { segment, beganAt: snapshot.at }));
  await upsert(container, { id: POINTER_ID, pk: pointerPartition(shard), segment });
  await removeStrayParts(container, segmentPartition(shard, segment));
  return { kind: 'appended', fence: { segment, etag, seq: snapshot.seq } };
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
