import type { Container } from '@azure/cosmos';
import { create, documentId, read, StoreError, type Document } from './documents';

interface KeptDocument extends Document {
  readonly value: string;
}

const PK = 'deployment';

/**
 * A text that is made once for the whole deployment and is the same for all instances ever after, such as the id of the
 * identity that owns our chats. Of two that make one at the same time, the first to store it wins.
 */
export async function keepOnce(container: Container, name: string, make: () => Promise<string>): Promise<string> {
  const id = documentId(name);
  const known = await read<KeptDocument>(container, id, PK);
  if (known !== undefined) return known.value;
  const document: KeptDocument = { id, pk: PK, value: await make() };
  if ((await create(container, document)).kind === 'created') return document.value;
  const winner = await read<KeptDocument>(container, id, PK);
  if (winner === undefined) throw new StoreError('unreadable', `What is kept as ${name} could not be read.`);
  return winner.value;
}
