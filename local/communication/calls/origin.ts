/** What a request wants back with its callbacks, and where to. */
export interface Origin {
  readonly context: string | null;
  /** Null: where the connection's go. */
  readonly callbackUri: string | null;
}

export const NO_ORIGIN: Origin = { context: null, callbackUri: null };
