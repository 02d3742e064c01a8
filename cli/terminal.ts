/** Where a command runs: what it writes to, and what it can know of its surroundings. */
export interface Terminal {
  /** Writes to standard output. */
  out(text: string): void;
  /** Writes to standard error. */
  err(text: string): void;
  /** Standard output is a terminal that shows colours. */
  readonly isColoured: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder that relative paths begin in. */
  readonly folder: string;
  now(): number;
}

/** The terminal of this process. Colours follow https://no-color.org. */
export function processTerminal(): Terminal {
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    isColoured: process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '',
    env: process.env,
    folder: process.cwd(),
    now: () => Date.now(),
  };
}
