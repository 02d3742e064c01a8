import type { InteractionRef } from '../core/lib/ids';

/** What an agent wrote down about an interaction, for colleagues. */
export interface Note {
  readonly key: string;
  readonly agentId: string;
  readonly author: string;
  readonly text: string;
  readonly writtenAt: number;
}

/** Notes of interactions. They lie beside the messages and never collide with lifecycle writes. */
export interface NoteStore {
  /** Keeps it once: a repeat of the key answers what was kept. */
  add(ref: InteractionRef, note: Note): Promise<Note>;
  /** The oldest first. */
  list(ref: InteractionRef): Promise<readonly Note[]>;
}
