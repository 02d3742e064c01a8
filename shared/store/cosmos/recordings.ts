import type { Container } from '@azure/cosmos';
import type { InteractionRef, TenantId } from '../../core/lib/ids';
import type { Recording, Recordings } from '../../ports/recordings';
import { documentId, read, select, update, upsert, type Document } from './documents';
import { interactionPartition } from './interactions';

interface RecordingDocument extends Document {
  readonly kind: 'recording';
  readonly recording: Recording;
}

interface Pointer extends Document {
  readonly ref: InteractionRef;
}

/** A recording lies beside its interaction; `addresses` says which one that is. */
export function cosmosRecordings(addresses: Container, interactions: Container): Recordings {
  const pointerId = (recordingRef: string) => documentId(`recording|${recordingRef}`);
  const placeOf = (recordingRef: string, ref: InteractionRef) => ({
    id: documentId('recording', recordingRef),
    pk: interactionPartition(ref),
  });
  const pointerOf = (recordingRef: string) =>
    read<Pointer>(addresses, pointerId(recordingRef), pointerId(recordingRef));
  return {
    async find(recordingRef) {
      const pointer = await pointerOf(recordingRef);
      if (pointer === undefined) return undefined;
      const { id, pk } = placeOf(recordingRef, pointer.ref);
      return (await read<RecordingDocument>(interactions, id, pk))?.recording;
    },
    async of(ref) {
      const query = "SELECT c.id, c.kind, c.schema, c.recording FROM c WHERE c.kind = 'recording'";
      const resources = await select<Pick<RecordingDocument, 'recording'>>(interactions, query, {
        partitionKey: interactionPartition(ref),
      });
      return resources.map(({ recording }) => recording).sort((one, other) => one.beganAt - other.beganAt);
    },
    /** The recording first: a pointer to nothing would lose its file. */
    async put(recording) {
      const { recordingRef, interaction } = recording;
      const document: RecordingDocument = { ...placeOf(recordingRef, interaction), kind: 'recording', recording };
      await upsert(interactions, document);
      const id = pointerId(recordingRef);
      await upsert(addresses, { id, pk: id, ref: interaction });
    },
    async change(recordingRef, change) {
      const pointer = await pointerOf(recordingRef);
      if (pointer === undefined) return undefined;
      const { id, pk } = placeOf(recordingRef, pointer.ref);
      let changed: Recording | undefined;
      await update<RecordingDocument>(interactions, id, pk, (before) => {
        changed = before && change(before.recording);
        return changed && { id, pk, kind: 'recording', recording: changed };
      });
      return changed;
    },
    begunIn: (tenantId, span, limit) => begunIn(interactions, tenantId, { ...span, limit }),
    expired: (now, limit) => expiredIn(interactions, now, limit),
  };
}

async function expiredIn(interactions: Container, now: number, limit: number): Promise<readonly Recording[]> {
  const query = {
    query:
      "SELECT TOP @limit c.id, c.kind, c.schema, c.recording FROM c WHERE c.kind = 'recording' AND c.recording.copy.keepUntil <= @now AND c.recording.isOnHold = false",
    parameters: [
      { name: '@now', value: now },
      { name: '@limit', value: limit },
    ],
  };
  const resources = await select<Pick<RecordingDocument, 'recording'>>(interactions, query);
  return resources.map(({ recording }) => recording);
}

/** Over all partitions, by an index of its own. */
async function begunIn(
  interactions: Container,
  tenantId: TenantId,
  { from, to, limit }: { readonly from: number; readonly to: number; readonly limit: number },
): Promise<readonly Recording[]> {
  const query = {
    query:
      'SELECT TOP @limit c.id, c.kind, c.schema, c.recording FROM c WHERE c.recording.beganAt >= @from AND c.recording.beganAt < @to AND c.recording.interaction.tenantId = @tenantId ORDER BY c.recording.beganAt DESC',
    parameters: [
      { name: '@limit', value: limit },
      { name: '@from', value: from },
      { name: '@to', value: to },
      { name: '@tenantId', value: tenantId },
    ],
  };
  const resources = await select<Pick<RecordingDocument, 'recording'>>(interactions, query);
  return resources.map(({ recording }) => recording);
}
