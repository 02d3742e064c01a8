import type { InboxHead, InboxKey } from '../../ports/inbox';

/** What a process knows of a line: what is open on it cannot change before that interaction closes. */
export type RememberedLine = Pick<InboxHead, 'open' | 'recent'>;

/** Saves the messages of a conversation the way to the inbox. It decides nothing: who recalls looks whether it is still so. */
export interface LineMemory {
  recall(key: InboxKey): RememberedLine | undefined;
  keep(key: InboxKey, line: RememberedLine): void;
}

const MOST_LINES = 10_000;

export function createLineMemory(): LineMemory {
  const lines = new Map<string, RememberedLine>();
  return {
    recall: (key) => lines.get(nameOf(key)),
    keep(key, line) {
      const name = nameOf(key);
      // Last kept is last forgotten.
      lines.delete(name);
      lines.set(name, line);
      const [oldest] = lines.keys();
      if (lines.size > MOST_LINES && oldest !== undefined) lines.delete(oldest);
    },
  };
}

const nameOf = ({ tenantId, channel, ourAddress, customerAddress }: InboxKey): string =>
  JSON.stringify([tenantId, channel, ourAddress, customerAddress]);
