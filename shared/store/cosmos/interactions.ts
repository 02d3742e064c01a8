import type { Container } from '@azure/cosmos';
import type { InteractionEvent } from '../../core/interaction/events';
import { interactionRefOf, type InteractionRef } from '../../core/lib/ids';
import type { Due, InteractionStore, InteractionWrite, StoredInteraction } from '../../ports/interaction-store';
import {
  batch,
  catchUp,
  createOperation,
  partitionKey,
  read,
  replaceOperation,
  select,
  type Document,
} from './documents';
import { markDone, withoutDone } from './done-acts';
import { sweptMark } from './swept';

/** The partition of one interaction: its snapshot, timeline and messages. */
export const interactionPartition = (ref: InteractionRef): string => partitionKey(ref.tenantId, ref.interactionId);

interface SnapshotDocument extends Document, Omit<StoredInteraction, 'etag'> {
  readonly kind: 'snapshot';
  /** When the earliest claim on an act runs out: the sweep looks at it then. Absent when nothing is open. */
  readonly sweepAt?: number;
}

/** The events of one write: one document, for a document costs what a kilobyte costs. The change feed hands it to the analytics. */
interface EventsDocument extends Document {
  readonly kind: 'events';
  readonly tenantId: string;
  readonly interactionId: string;
  readonly channel: string;
  /** The number of the first of them. */
  readonly seq: number;
  readonly events: readonly InteractionEvent[];
}

const SNAPSHOT_ID = 'snapshot';
const SEQ_DIGITS = 6;

const refOf = ({ interaction }: InteractionWrite): InteractionRef => interaction.facts;

function snapshotDocument(write: InteractionWrite): SnapshotDocument {
  const { interaction, openActs, refs } = write;
  const earliest = Math.min(...openActs.map((open) => open.claimedUntil));
  return {
    id: SNAPSHOT_ID,
    pk: interactionPartition(refOf(write)),
    kind: 'snapshot',
    interaction,
    openActs,
    refs,
    ...(openActs.length > 0 ? { sweepAt: earliest } : {}),
  };
}

const EVENTS_PREFIX = 'events:';

/** The events of a write are the last ones folded into its interaction. */
function eventsDocuments({ interaction, events }: InteractionWrite): EventsDocument[] {
  if (events.length === 0) return [];
  const { tenantId, interactionId, channel } = interaction.facts;
  const seq = interaction.seq - events.length + 1;
  const id = `${EVENTS_PREFIX}${String(seq).padStart(SEQ_DIGITS, '0')}`;
  const pk = interactionPartition(interaction.facts);
  return [{ id, pk, kind: 'events', tenantId, interactionId, channel, seq, events }];
}

/** The `interactions` container as the store of snapshots and timelines. */
export function cosmosInteractions(container: Container): InteractionStore {
  const load: InteractionStore['load'] = async (ref) => {
    const found = await read<SnapshotDocument>(container, SNAPSHOT_ID, interactionPartition(ref));
    if (found === undefined) return undefined;
    const { interaction, etag, pk } = found;
    return { interaction, etag, ...(await withoutDone(container, pk, found)) };
  };
  return {
    load,
    async latest(ref) {
      await catchUp(container, SNAPSHOT_ID, interactionPartition(ref));
      return load(ref);
    },
    async glance(ref) {
      const found = await read<SnapshotDocument>(container, SNAPSHOT_ID, interactionPartition(ref));
      return found && { interaction: found.interaction };
    },
    markDone: (ref, acts, refs) => markDone(container, interactionPartition(ref), acts, refs),
    async create(write) {
      const operations = [snapshotDocument(write), ...eventsDocuments(write)].map(createOperation);
      const outcome = await batch(container, interactionPartition(refOf(write)), operations);
      return outcome.kind === 'done' ? { kind: 'saved', etag: outcome.etags[0] ?? '' } : { kind: 'exists' };
    },
    async save(write, etag) {
      const operations = [
        replaceOperation(snapshotDocument(write), etag),
        ...eventsDocuments(write).map(createOperation),
      ];
      const outcome = await batch(container, interactionPartition(refOf(write)), operations);
      return outcome.kind === 'done' ? { kind: 'saved', etag: outcome.etags[0] ?? '' } : { kind: 'conflict' };
    },
    async timeline(ref) {
      const query = `SELECT c.id, c.kind, c.schema, c.seq, c.events FROM c WHERE STARTSWITH(c.id, '${EVENTS_PREFIX}') ORDER BY c.id`;
      const resources = await select<Pick<EventsDocument, 'seq' | 'events'>>(container, query, {
        partitionKey: interactionPartition(ref),
      });
      return resources.flatMap(({ seq, events }) => events.map((event, index) => ({ seq: seq + index, event })));
    },
    claimedUntil: (from, to) => claimedUntil(container, from, to),
    ...sweptMark(container, 'interactions-swept'),
  };
}

async function claimedUntil(container: Container, from: number, to: number): Promise<readonly Due[]> {
  const query = {
    query:
      'SELECT c.interaction.facts.tenantId, c.interaction.facts.interactionId, c.sweepAt FROM c WHERE c.sweepAt >= @from AND c.sweepAt < @to ORDER BY c.sweepAt',
    parameters: [
      { name: '@from', value: from },
      { name: '@to', value: to },
    ],
  };
  const found = await select<{ tenantId: string; interactionId: string; sweepAt: number }>(container, query);
  return found.map(({ tenantId, interactionId, sweepAt }) => ({
    ref: interactionRefOf(tenantId, interactionId),
    dueAt: sweepAt,
  }));
}
