import type { Container } from '@azure/cosmos';
import { read, upsert, type Document } from './documents';

interface SweptDocument extends Document {
  readonly kind: 'swept';
  readonly sweptTo: number;
}

/** How far a sweep has come: a document by itself in the container that it sweeps. */
export const sweptMark = (container: Container, id: string) => ({
  sweptTo: async (): Promise<number> => (await read<SweptDocument>(container, id, id))?.sweptTo ?? 0,
  putSweptTo: async (sweptTo: number): Promise<void> => {
    const document: SweptDocument = { id, pk: id, kind: 'swept', sweptTo };
    await upsert(container, document);
  },
});
