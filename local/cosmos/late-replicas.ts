import type { Rough } from '../kit/rough';
import type { Work } from '../kit/work';
import type { ContainerRecord } from './container-record';
import type { DocumentTable } from './document-table';
import type { StoredDocument } from './stored-document';
import type { PartitionKey } from './partition-key';
import { isInSpan } from './spans';

/** What a reader of a container sees, and how far that is. */
export interface Seen {
  readonly container: ContainerRecord;
  readonly lsn: number;
}

/** The replicas of an account that are read from: with session consistency any that has what the reader's session has. */
export interface Replicas {
  /** The container for a write: what it changes is kept for replicas that do not have it yet. */
  recording(container: ContainerRecord): ContainerRecord;
  /** The container as some replica has it, at least as far as the session. */
  read(container: ContainerRecord, sessionLsn: number, lsn: number): Seen;
}

/** Every replica has everything at once. */
export const PROMPT: Replicas = {
  recording: (container) => container,
  read: (container, _sessionLsn, lsn) => ({ container, lsn }),
};

/** What a document was before a write; undefined where there was none. */
interface Undo {
  readonly lsn: number;
  readonly writtenAt: number;
  readonly n: number;
  readonly pk: PartitionKey;
  readonly id: string;
  readonly before: StoredDocument | undefined;
}

export interface LateReplicaOptions {
  readonly rough: Rough;
  readonly work: Work;
  readonly realNow: () => number;
  /** The number of the transaction that is being made. */
  readonly lsnOf: (container: ContainerRecord) => number;
}

/** In real time, as other disturbances; a stepped clock waits until all replicas have everything. */
const LATE_BY_MS = 20;
const LATE_SHARE = 0.3;

/** Replicas that get a write some milliseconds after it was acknowledged. */
export function createLateReplicas({ rough, work, realNow, lsnOf }: LateReplicaOptions): Replicas {
  const chance = rough.chance('stale reads');
  const reversals = new Map<number, readonly Undo[]>();
  let isCatchingUp = false;
  let hasMore = false;

  function recent(container: ContainerRecord): readonly Undo[] {
    const kept = (reversals.get(container.n) ?? []).filter(({ writtenAt }) => writtenAt > realNow() - LATE_BY_MS);
    reversals.set(container.n, kept);
    return kept;
  }

  function catchUp(): void {
    hasMore = true;
    if (isCatchingUp) return;
    isCatchingUp = true;
    void work.run(async () => {
      while (hasMore) {
        hasMore = false;
        await new Promise((resolve) => setTimeout(resolve, LATE_BY_MS));
      }
      isCatchingUp = false;
    }, 'replicas of Cosmos DB');
  }

  return {
    recording(container) {
      const keep = ({ n, pk, id }: StoredDocument, before: StoredDocument | undefined): void => {
        const undo = { lsn: lsnOf(container), writtenAt: realNow(), n, pk, id, before };
        reversals.set(container.n, [...recent(container), undo]);
        catchUp();
      };
      return { ...container, table: recordingTable(container.table, keep) };
    },
    read(container, sessionLsn, lsn) {
      const missing = recent(container).filter((undo) => undo.lsn > sessionLsn);
      if (missing.length === 0 || chance() >= LATE_SHARE) return { container, lsn };
      const first = missing[Math.floor(chance() * missing.length)]?.lsn ?? lsn;
      const seen = asBefore(
        container.table,
        missing.filter((undo) => undo.lsn >= first),
      );
      return { container: { ...container, table: seen }, lsn: first - 1 };
    },
  };
}

function recordingTable(
  table: DocumentTable,
  keep: (document: StoredDocument, before: StoredDocument | undefined) => void,
): DocumentTable {
  return {
    ...table,
    insert(document) {
      keep(document, undefined);
      table.insert(document);
    },
    update(document) {
      keep(document, table.byNumber(document.n));
      table.update(document);
    },
    remove(n) {
      const before = table.byNumber(n);
      if (before !== undefined) keep(before, before);
      table.remove(n);
    },
  };
}

const keyOf = (pk: PartitionKey, id: string): string => JSON.stringify([pk, id]);

/** The table without these writes. The first of a document counts: it knows what was before all of them. */
function asBefore(table: DocumentTable, writes: readonly Undo[]): DocumentTable {
  const latestFirst = writes.toReversed();
  const byKey = new Map(latestFirst.map(({ pk, id, before }) => [keyOf(pk, id), before]));
  const byNumber = new Map(latestFirst.map(({ n, before }) => [n, before]));
  const removed = [...byNumber.values()].flatMap((before) =>
    before !== undefined && table.byNumber(before.n) === undefined ? [before] : [],
  );
  return {
    ...table,
    find: (pk, id) => (byKey.has(keyOf(pk, id)) ? byKey.get(keyOf(pk, id)) : table.find(pk, id)),
    byNumber: (n) => (byNumber.has(n) ? byNumber.get(n) : table.byNumber(n)),
    // An index goes by the documents as they are now.
    groups: () => undefined,
    *scan(from) {
      const isMeant = (one: StoredDocument) =>
        one.n > from.after && isInSpan(from.span, one) && (one.expiresAt === null || one.expiresAt > from.nowSeconds);
      const toCome = removed.filter(isMeant).sort((a, b) => a.n - b.n);
      // What narrows a scan goes by the documents as they are now.
      for (const stored of table.scan({ ...from, narrowing: undefined })) {
        while (toCome[0] !== undefined && toCome[0].n < stored.n) yield* toCome.splice(0, 1);
        const was = byNumber.has(stored.n) ? byNumber.get(stored.n) : stored;
        if (was !== undefined) yield was;
      }
      yield* toCome;
    },
  };
}
