import type { Container } from '@azure/cosmos';
import type { Quarantine } from '../../ports/quarantine';
import { documentId, partitionKey, upsert } from './documents';

/** Cosmos takes documents of 2 MB; what is larger is kept by its beginning. */
const MAX_CONTENT_CHARACTERS = 500_000;

/** The `quarantine` container, by the function that received it. A repeat replaces what its first delivery left. */
export function cosmosQuarantine(container: Container): Quarantine {
  return {
    async put({ source, id, why, content, at }) {
      const text = JSON.stringify(content) ?? '';
      const kept = text.slice(0, MAX_CONTENT_CHARACTERS);
      await upsert(container, { id: documentId(id), pk: partitionKey(source), why, content: kept, at });
    },
  };
}
