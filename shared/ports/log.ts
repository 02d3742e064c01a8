/** Facts of a log line: ids and counts only, never a message text, a name or an address. */
export type LogFacts = Readonly<Record<string, string | number | boolean | null>>;

/** What operators read. `what` is the same words each time, so that alerts can look for them. */
export interface Log {
  info(what: string, facts?: LogFacts): void;
  /** Something that an operator should look at, though nobody was harmed. */
  warn(what: string, facts?: LogFacts): void;
  /** Something failed that was asked for. */
  error(what: string, facts?: LogFacts): void;
}
