/** Who is signed in, and how to call the API in their name. */
export interface SignedIn {
  readonly kind: 'signedIn';
  readonly name: string;
  /** A token that is good now; asks for a new one when it must. */
  token(): Promise<string>;
  /** The same for another service, which the person may be asked to allow. */
  tokenFor(scope: string): Promise<string>;
  /** Null inside Teams, where Teams knows who one is. */
  readonly signOut: (() => Promise<void>) | null;
}

export type SignIn =
  | SignedIn
  /** A button leads to the sign-in page of Entra. */
  | { readonly kind: 'signedOut'; begin(): Promise<void> }
  | { readonly kind: 'failed'; readonly reason: string };
