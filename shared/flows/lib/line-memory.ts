import type { AddressOwner } from '../../ports/directory';
import type { InboxHead, InboxKey } from '../../ports/inbox';

/** What a process knows of a line: what is open on it cannot change before that interaction closes. */
export type RememberedLine = Pick<InboxHead, 'open' | 'recent'>;

/** Saves the messages of a conversation the way to the inbox. It decides nothing: who recalls looks whether it is still so. */
export interface LineMemory {
  recall(key: InboxKey): RememberedLine | undefined;
  keep(key: InboxKey, line: RememberedLine): void;
  /** Whose chat a thread is: settled when it was started. Numbers and mailboxes may change hands and are not kept. */
  recallThread(address: string): AddressOwner | undefined;
  keepThread(address: string, owner: AddressOwner): void;
}

const MOST = 10_000;

/** Remembers nothing yet. */
export function createLineMemory(): LineMemory {
  const lines = bounded<RememberedLine>();
  const threads = bounded<AddressOwner>();
  return {
    recall: (key) => lines.get(nameOf(key)),
    keep: (key, line) => lines.put(nameOf(key), line),
    recallThread: (address) => threads.get(address),
    keepThread: (address, owner) => threads.put(address, owner),
  };
}

const nameOf = ({ tenantId, channel, ourAddress, customerAddress }: InboxKey): string =>
  JSON.stringify([tenantId, channel, ourAddress, customerAddress]);

/** What was put last is forgotten last. */
function bounded<Value>() {
  const known = new Map<string, Value>();
  return {
    get: (name: string) => known.get(name),
    put(name: string, value: Value): void {
      known.delete(name);
      known.set(name, value);
      const [oldest] = known.keys();
      if (known.size > MOST && oldest !== undefined) known.delete(oldest);
    },
  };
}
