import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { createRequire } from 'node:module';
import { rootCertificates } from 'node:tls';
import type * as CosmosSdk from '@azure/cosmos';
import type { Container, CosmosClient } from '@azure/cosmos';
import type { Endpoints } from '../setup/endpoints';

/** What Cosmos holds, read from outside through the vendor's client; the shapes are those of the documents on disk. */
export interface Stored {
  /** Snapshots of all interactions. */
  snapshots(): Promise<readonly Snapshot[]>;
  /** Timeline events of all interactions. */
  events(): Promise<readonly StoredEvent[]>;
  messages(): Promise<readonly StoredMessage[]>;
  /** Everything in the partition of one interaction. */
  partition(interactionId: string): Promise<readonly StoredDocument[]>;
  /** All entries of all routing shards, by shard and sequence. */
  journal(): Promise<readonly JournalEntry[]>;
  close(): void;
}

/** A document of Cosmos as it stands on disk. */
export interface StoredDocument {
  readonly id: string;
  readonly pk: string;
  readonly kind?: string;
  /** Seconds since the epoch. */
  readonly _ts: number;
  readonly [field: string]: unknown;
}

export interface Visit {
  readonly visitId: string;
  readonly queueId: string;
  readonly shardId: string;
  readonly beganAt: number;
}

export interface Segment {
  readonly agentId: string;
  readonly acceptedAt: number;
  readonly state: { readonly name: string };
}

/** An interaction as it is stored, as far as it is looked at here. */
export interface Snapshot extends StoredDocument {
  readonly interaction: {
    readonly facts: {
      readonly tenantId: string;
      readonly interactionId: string;
      readonly channel: string;
      readonly customerAddress: string;
      readonly customerName: string | null;
      readonly externalRef: string;
      readonly openedAt: number;
    };
    readonly phase: {
      readonly name: string;
      readonly visit?: Visit;
      readonly agentId?: string;
      readonly reason?: string;
      readonly closedAt?: number;
      readonly deadlineAt?: number;
    };
    readonly segments: readonly Segment[];
  };
  readonly openActs: readonly { readonly listedAt: number }[];
}

/** A timeline event by itself. */
export interface StoredEvent {
  readonly interactionId: string;
  readonly seq: number;
  readonly event: {
    readonly type: string;
    readonly at: number;
    readonly visitId?: string;
    readonly visit?: Visit;
  };
}

/** A message as it is stored. */
export interface StoredMessage extends StoredDocument {
  readonly direction: 'in' | 'out';
  readonly sourceId: string;
  readonly sentAt: number;
}

/** An act of an entry, whatever its kind. */
export interface JournalAct {
  readonly kind: string;
  readonly offerId?: string;
  readonly interactionId?: string;
  readonly visitId?: string;
  readonly agentId?: string;
  readonly assignmentId?: string;
  readonly channel?: string;
  readonly units?: number;
  readonly coolDownUntilAt?: number | null;
  readonly why?: Readonly<Record<string, unknown>>;
}

/** What a shard decided, and why. */
export interface JournalEntry {
  readonly shard: string;
  readonly seq: number;
  readonly at: number;
  readonly command: { readonly name: string; readonly [field: string]: unknown };
  readonly outcome: { readonly kind: string; readonly [field: string]: unknown };
  readonly acts: readonly JournalAct[];
}

/** The events of one write; `seq` is the number of the first. */
export interface EventsDocument extends StoredDocument {
  readonly interactionId: string;
  readonly seq: number;
  readonly events: readonly StoredEvent['event'][];
}

interface EntriesDocument extends StoredDocument {
  readonly entries: readonly Omit<JournalEntry, 'shard'>[];
}

export function createStored({ cosmos, caFile }: Endpoints, tenantId: string): Stored {
  const agent = new Agent({ keepAlive: true, ca: [...rootCertificates, readFileSync(caFile, 'utf8')] });
  // Loaded when somebody looks: the client takes half a second, and a start would have to wait for it.
  let client: CosmosClient | undefined;
  const connect = () => {
    const { CosmosClient } = load('@azure/cosmos') as typeof CosmosSdk;
    return new CosmosClient({ endpoint: cosmos.endpoint, key: cosmos.key, agent });
  };
  const container = (id: string) => (client ??= connect()).database(cosmos.database).container(id);
  const snapshots = createFollower<Snapshot>(() => container('interactions'), 'snapshot');
  const events = createFollower<EventsDocument>(() => container('interactions'), 'events');
  const messages = createFollower<StoredMessage>(() => container('interactions'), 'message');
  const entries = createFollower<EntriesDocument>(() => container('routing'), 'entries');
  const partitionKey = (interactionId: string) => [tenantId, interactionId].map(encodeURIComponent).join('|');
  return {
    snapshots,
    events: async () =>
      (await events()).flatMap(({ interactionId, seq, events: ofWrite }) =>
        ofWrite.map((event, index) => ({ interactionId, seq: seq + index, event })),
      ),
    messages,
    async partition(interactionId) {
      const options = { partitionKey: partitionKey(interactionId) };
      const { resources } = await container('interactions').items.query<StoredDocument>(ALL, options).fetchAll();
      return resources;
    },
    journal: async () =>
      (await entries()).flatMap((document) =>
        document.entries.map((entry) => ({ ...entry, shard: document.pk.split('|').slice(0, 2).join('|') })),
      ),
    close() {
      client?.dispose();
      agent.destroy();
    },
  };
}

const load = createRequire(__filename);

const ALL = 'SELECT * FROM c';

/** All documents of a kind; asked again, only those written since are read. */
function createFollower<Document extends StoredDocument>(container: () => Container, kind: string) {
  const known = new Map<string, Document>();
  let since = 0;
  let reading: Promise<readonly Document[]> | undefined;

  async function read(): Promise<readonly Document[]> {
    const parameters = [
      { name: '@kind', value: kind },
      { name: '@since', value: since },
    ];
    const query = 'SELECT * FROM c WHERE c.kind = @kind AND c._ts >= @since';
    const { resources } = await container().items.query<Document>({ query, parameters }).fetchAll();
    for (const document of resources) {
      known.set(`${document.pk}/${document.id}`, document);
      since = Math.max(since, document._ts);
    }
    return [...known.values()];
  }
  // Several pages that ask at once share one query.
  return (): Promise<readonly Document[]> =>
    (reading ??= read().finally(() => {
      reading = undefined;
    }));
}
