import type { Container } from '@azure/cosmos';
import { create, read, StoreError, type Document } from './documents';

interface ServiceUserDocument extends Document {
  readonly userId: string;
}

const ID = 'chatServiceUser';
const PK = 'service';

/**
 * The chat identity that owns all our threads, made once for the whole deployment: threads of a lost one cannot be written
 * to. Of two instances that make one at the same time, the first to store it wins; the other identity is never used.
 */
export async function serviceUserOf(container: Container, make: () => Promise<string>): Promise<string> {
  const known = await read<ServiceUserDocument>(container, ID, PK);
  if (known !== undefined) return known.userId;
  const document: ServiceUserDocument = { id: ID, pk: PK, userId: await make() };
  if ((await create(container, document)).kind === 'created') return document.userId;
  const winner = await read<ServiceUserDocument>(container, ID, PK);
  if (winner === undefined) throw new StoreError('unreadable', 'The service identity that exists could not be read.');
  return winner.userId;
}
