/** What something thrown says, for a log line or the record of an act. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
