import type { Terminal } from './terminal';

export interface FakeTerminal extends Terminal {
  /** What went to standard output so far. */
  written(): string;
  /** What went to standard error so far. */
  complained(): string;
}

/** A terminal that remembers. Without colours and without an environment. */
export function fakeTerminal(folder: string, env: Terminal['env'] = {}): FakeTerminal {
  const out: string[] = [];
  const err: string[] = [];
  return {
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    isColoured: false,
    env,
    folder,
    now: () => Date.parse('2026-10-05T14:00:00Z'),
    written: () => out.join(''),
    complained: () => err.join(''),
  };
}
