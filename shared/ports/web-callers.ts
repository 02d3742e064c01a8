/** What a page needs to call: whom, and a token to do it with. */
export interface WebCaller {
  readonly userId: string;
  readonly token: string;
  readonly tokenExpiresAt: number;
}

/** Calls from browsers. */
export interface WebCallers {
  /** The address that pages call to reach an entry point; the same for a name ever after. */
  calleeOf(name: string): Promise<string>;
  /** Somebody who may call, and nothing else. Rejects when the platform has too much to do. */
  admit(): Promise<WebCaller>;
}
