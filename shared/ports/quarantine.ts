/** Something that came in and can never be processed as it is. */
export interface Quarantined {
  /** The function that received it. */
  readonly source: string;
  /** The same for every delivery of it. */
  readonly id: string;
  readonly why: string;
  /** As it came. May hold personal data: it expires. */
  readonly content: unknown;
  readonly at: number;
}

/** Keeps what is acknowledged without being processed, so that an operator can look at it. */
export interface Quarantine {
  put(item: Quarantined): Promise<void>;
}
