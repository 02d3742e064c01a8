import type { NoteStore } from '../../shared/ports/note-store';
import { AT, freshRef } from './store-subjects';

/** What every store of notes keeps. */
export function describeNoteStore(name: string, store: () => NoteStore): void {
  describe(`notes in ${name}`, () => {
    const note = (key: string, writtenAt: number) => ({
      key,
      agentId: 'adele',
      author: 'Adele',
      text: `About ${key}`,
      writtenAt,
    });

    test('are kept once and come back in the order of writing', async () => {
      const ref = freshRef();
      await store().add(ref, note('second/?#', AT + 2));
      await store().add(ref, note('first', AT + 1));
      expect(await store().add(ref, { ...note('first', AT + 9), text: 'Other words' })).toEqual(note('first', AT + 1));
      expect(await store().list(ref)).toEqual([note('first', AT + 1), note('second/?#', AT + 2)]);
      expect(await store().list(freshRef())).toEqual([]);
    });
  });
}
