/** The present, in milliseconds since the epoch. */
export interface Clock {
  now(): number;
}

/** Makes ids that no one else makes. */
export interface Ids {
  next(): string;
}
