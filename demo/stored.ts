import type { Container, CosmosClient } from '@azure/cosmos';

/**
 * What the product keeps in Cosmos DB, as far as the demo looks at it. Read with the vendor's SDK and typed here a second time, on
 * purpose: who checks from outside must not share the product's own reading of it.
 */
interface Document {
  readonly id: string;
  readonly pk: string;
}

export interface TimelineEvent {
  readonly type: string;
  readonly at: number;
  readonly agentId?: string;
  readonly offerId?: string;
  readonly end?: string;
  readonly outcome?: string;
  readonly reason?: string;
  readonly visitId?: string;
  readonly visit?: { readonly visitId: string; readonly queueId: string };
}

/** The events of one write; `seq` is the number of the first. */
export interface EventsDocument extends Document {
  readonly kind: 'events';
  readonly interactionId: string;
  readonly channel: string;
  readonly seq: number;
  readonly events: readonly TimelineEvent[];
}

/** An event by itself, as a timeline shows it. */
export interface Happened {
  readonly seq: number;
  readonly event: TimelineEvent;
  readonly document: EventsDocument;
}

export async function happenedIn(stored: Stored): Promise<readonly Happened[]> {
  const documents = await stored.query<EventsDocument>('interactions', "SELECT * FROM c WHERE c.kind = 'events'");
  return documents.flatMap((document) =>
    document.events.map((event, index) => ({ seq: document.seq + index, event, document })),
  );
}

export interface MessageDocument extends Document {
  readonly kind: 'message';
  readonly ref: { readonly interactionId: string };
  readonly direction: 'in' | 'out';
  readonly text: string;
  readonly sentAt: number;
}

export interface SnapshotDocument extends Document {
  readonly kind: 'snapshot';
  readonly interaction: {
    readonly facts: {
      readonly tenantId: string;
      readonly interactionId: string;
      readonly channel: string;
      readonly customerAddress: string;
      readonly ourAddress: string;
      readonly openedAt: number;
    };
    readonly phase: { readonly name: string };
    readonly segments: readonly { readonly agentId: string; readonly state: { readonly name: string } }[];
  };
  readonly openActs: readonly { readonly actId: string }[];
}

/** A mark beside the snapshot that acts of it are done. */
interface DoneDocument extends Document {
  readonly kind: 'done';
  readonly actIds: readonly string[];
}

/** Snapshots with the acts that are not done. */
export async function snapshotsIn(stored: Stored): Promise<readonly SnapshotDocument[]> {
  const snapshots = await stored.query<SnapshotDocument>('interactions', "SELECT * FROM c WHERE c.kind = 'snapshot'");
  const marks = await stored.query<DoneDocument>('interactions', "SELECT * FROM c WHERE c.kind = 'done'");
  const done = new Set(marks.flatMap(({ pk, actIds }) => actIds.map((actId) => `${pk} ${actId}`)));
  return snapshots.map((one) => ({
    ...one,
    openActs: one.openActs.filter(({ actId }) => !done.has(`${one.pk} ${actId}`)),
  }));
}

export interface JournalEntry {
  readonly seq: number;
  readonly at: number;
  readonly command: {
    readonly name: string;
    readonly agentId?: string;
    readonly set?: { readonly kind: string };
    readonly visitId?: string;
  };
  readonly outcome: { readonly kind: string; readonly interactionId?: string; readonly visitId?: string };
  readonly acts: readonly {
    readonly kind: string;
    readonly agentId?: string;
    readonly offerId?: string;
    readonly visitId?: string;
    readonly interactionId?: string;
  }[];
}

export interface EntriesDocument extends Document {
  readonly kind: 'entries';
  readonly entries: readonly JournalEntry[];
}

/** The product's database by the vendor's SDK. */
export interface Stored {
  readonly container: (name: string) => Container;
  /** Across partitions, so that looking is charged to nobody's. */
  query<T>(container: string, query: string): Promise<T[]>;
}

export const storedIn = (client: CosmosClient, database: string): Stored => {
  const container = (name: string) => client.database(database).container(name);
  return {
    container,
    query: async <T>(name: string, query: string) => (await container(name).items.query<T>(query).fetchAll()).resources,
  };
};

/** What takes a change back. */
export type Undo = () => Promise<void>;

async function write({ container }: Stored, name: string, document: Document): Promise<void> {
  await container(name).items.upsert(document);
}

/** Puts `after` in the place of `before`. */
export async function replaced<T extends Document>(stored: Stored, name: string, before: T, after: T): Promise<Undo> {
  await write(stored, name, after);
  return () => write(stored, name, before);
}

export async function added(stored: Stored, name: string, document: Document): Promise<Undo> {
  await write(stored, name, document);
  return async () => {
    await stored.container(name).item(document.id, document.pk).delete();
  };
}

export async function deleted(stored: Stored, name: string, document: Document): Promise<Undo> {
  await stored.container(name).item(document.id, document.pk).delete();
  return () => write(stored, name, document);
}
