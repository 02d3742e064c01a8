/** What the process ends with. Documented in docs/configure.md: scripts and workflows rely on it. */
export const EXIT = {
  done: 0,
  /** A defect of ours, or something nobody foresaw. */
  failed: 1,
  /** The command line is wrong. */
  usage: 2,
  /** The configuration is refused. */
  refused: 3,
  /** A scenario ended otherwise than it expects. */
  scenarioFailed: 4,
  /** Somebody else changed what is live. */
  conflict: 5,
  /** The stamp cannot be reached, or does not let the caller in. */
  unreachable: 6,
  /** Something that the stamp needs is missing. */
  incomplete: 7,
} as const;

export type ExitName = keyof typeof EXIT;
