/** Somebody whom the organisation's directory knows, and who may be asked about a customer. */
export interface Person {
  /** Object id in Entra, which is the id in Teams. */
  readonly userId: string;
  readonly name: string;
  /** What they do there; null: the directory does not say. */
  readonly title: string | null;
}

/** `elsewhere`: the organisation's directory is not the stamp's own; `notPermitted`: an administrator has not let the app look. */
export type FoundPeople =
  | { readonly kind: 'found'; readonly people: readonly Person[] }
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'notPermitted' };

/** The people of an organisation. */
export interface People {
  /** Those of the organisation's own, with an account in use, whose name or mail address has words that begin so; rejects when nothing was answered. */
  search(entraTenantId: string, words: string): Promise<FoundPeople>;
}
