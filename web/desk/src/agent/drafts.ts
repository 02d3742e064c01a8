/** A reply that is being written. */
export interface Draft {
  readonly text: string;
  /** Given at the first try to send: a further one with the same words sends nothing twice. */
  readonly tried: { readonly key: string; readonly writtenAt: number } | null;
}

const EMPTY: Draft = { text: '', tried: null };

const drafts = new Map<string, Draft>();

/** Words outlive the panel that they were typed in: a customer who is parked and comes back finds them. */
export const draftOf = (interactionId: string): Draft => drafts.get(interactionId) ?? EMPTY;

export function keepDraft(interactionId: string, draft: Draft): void {
  if (draft.text === '') drafts.delete(interactionId);
  else drafts.set(interactionId, draft);
}
