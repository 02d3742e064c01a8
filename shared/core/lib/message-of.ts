/** What something thrown says, for a log line or the record of an act. An error of another realm is none by `instanceof`. */
export const messageOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
