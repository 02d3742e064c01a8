/** What a request wants back with its callbacks, and where to. */
export interface Origin {
  readonly context: string | null;
  /** Null: where the connection's go. */
  readonly callbackUri: string | null;
  /** Which of the app's connections asked; that of the call's beginning when absent. */
  readonly connectionId?: string;
}

export const NO_ORIGIN: Origin = { context: null, callbackUri: null };
