import type { Container } from '@azure/cosmos';
import type { InteractionRef } from '../../core/lib/ids';
import type { Transcripts, Utterance } from '../../ports/transcripts';
import { create, documentId, remove, select, type Document } from './documents';
import { interactionPartition } from './interactions';

interface UtteranceDocument extends Document {
  readonly kind: 'utterance';
  /** For the change feed, which knows no partition. */
  readonly ref: InteractionRef;
  readonly utterance: Utterance;
}

/** The `interactions` container as the store of what was said in calls. */
export function cosmosTranscripts(container: Container): Transcripts {
  const all = (ref: InteractionRef) =>
    select<UtteranceDocument>(container, "SELECT * FROM c WHERE STARTSWITH(c.id, 'said:')", {
      partitionKey: interactionPartition(ref),
    });
  return {
    async append({ tenantId, interactionId }, utterance) {
      const ref = { tenantId, interactionId };
      const document: UtteranceDocument = {
        id: `said:${documentId(utterance.key)}`,
        pk: interactionPartition(ref),
        kind: 'utterance',
        ref,
        utterance,
      };
      return (await create(container, document)).kind === 'created' ? 'kept' : 'repeated';
    },
    of: async (ref) =>
      (await all(ref))
        .map(({ utterance }) => utterance)
        .sort((a, b) => a.saidAt - b.saidAt || (a.key < b.key ? -1 : 1)),
    async remove(ref) {
      for (const { id, pk } of await all(ref)) await remove(container, id, pk);
    },
  };
}
