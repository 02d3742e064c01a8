import type { Container } from '@azure/cosmos';
import type { Note, NoteStore } from '../../ports/note-store';
import { create, documentId, read, select, StoreError, type Document } from './documents';
import { interactionPartition } from './interactions';

interface NoteDocument extends Document, Note {
  readonly kind: 'note';
}

const noteOf = ({ key, agentId, author, text, writtenAt }: NoteDocument): Note => ({
  key,
  agentId,
  author,
  text,
  writtenAt,
});

/** The `interactions` container as the store of notes. */
export function cosmosNotes(container: Container): NoteStore {
  return {
    async add(ref, note) {
      const document: NoteDocument = {
        id: `note:${documentId(note.agentId, note.key)}`,
        pk: interactionPartition(ref),
        kind: 'note',
        ...note,
      };
      const created = await create(container, document);
      if (created.kind === 'created') return note;
      const kept = await read<NoteDocument>(container, document.id, document.pk);
      if (kept === undefined) throw new StoreError('unreadable', 'A note that exists could not be read.');
      return noteOf(kept);
    },
    async list(ref) {
      const query = "SELECT * FROM c WHERE STARTSWITH(c.id, 'note:')";
      const options = { partitionKey: interactionPartition(ref) };
      const resources = await select<NoteDocument>(container, query, options);
      return resources.map(noteOf).sort((a, b) => a.writtenAt - b.writtenAt || (a.key < b.key ? -1 : 1));
    },
  };
}
