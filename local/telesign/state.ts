import type { Store } from '../kit/store';

/** A text between a number of the account and a customer's, as the customer's handset has it. */
export interface Text {
  readonly id: string;
  /** `in`: the customer got it; `out`: the customer wrote it. */
  readonly direction: 'in' | 'out';
  readonly ourNumber: string;
  readonly customerNumber: string;
  readonly message: string;
  readonly at: number;
}

/** What was sent and how far it came. */
export interface Transaction {
  readonly referenceId: string;
  readonly externalId: string | null;
  readonly code: number;
  readonly updatedAt: number;
  readonly submittedAt: number;
}

/** A callback that is still to be taken by the customer's app. */
export interface Callback {
  readonly url: string;
  readonly body: string;
  readonly tries: number;
  readonly dueAt: number;
}

export interface TelesignState {
  texts(customerNumber: string): Text[];
  putText(text: Text): Promise<void>;
  transaction(referenceId: string): Transaction | undefined;
  putTransaction(transaction: Transaction): Promise<void>;
  /** Numbers that the account may send from and is written to at. */
  owns(number: string): boolean;
  own(number: string): Promise<void>;
  /** The final status code of all that is sent to a customer's number; `silent` when none ever comes. */
  fate(customerNumber: string): number | 'silent' | undefined;
  putFate(customerNumber: string, fate: number | 'silent' | null): Promise<void>;
  /** False when it was used before. */
  useNonce(nonce: string): Promise<boolean>;
  callbackIds(): string[];
  callback(id: string): Callback | undefined;
  putCallback(id: string, callback: Callback): Promise<void>;
  removeCallback(id: string): Promise<void>;
  /** A 32-digit hexadecimal number, a new one each time. */
  nextId(): string;
}

export function createTelesignState(store: Store): TelesignState {
  const texts = store.collection<Text>('telesign_texts');
  const transactions = store.collection<Transaction>('telesign_transactions');
  const numbers = store.collection<true>('telesign_numbers');
  const fates = store.collection<number | 'silent'>('telesign_fates');
  const nonces = store.collection<true>('telesign_nonces');
  const callbacks = store.collection<Callback>('telesign_callbacks');
  const counters = store.collection<number>('telesign_counters');
  return {
    texts: (customerNumber) =>
      texts.ids().flatMap((id) => (id.startsWith(`${customerNumber}/`) ? (texts.get(id) ?? []) : [])),
    putText: (text) => texts.put(`${text.customerNumber}/${text.id}`, text),
    transaction: (referenceId) => transactions.get(referenceId),
    putTransaction: (transaction) => transactions.put(transaction.referenceId, transaction),
    owns: (number) => numbers.has(number),
    own: (number) => numbers.put(number, true),
    fate: (customerNumber) => fates.get(customerNumber),
    putFate: (customerNumber, fate) => (fate === null ? fates.delete(customerNumber) : fates.put(customerNumber, fate)),
    async useNonce(nonce) {
      if (nonces.has(nonce)) return false;
      await nonces.put(nonce, true);
      return true;
    },
    callbackIds: () => callbacks.ids(),
    callback: (id) => callbacks.get(id),
    putCallback: (id, callback) => callbacks.put(id, callback),
    removeCallback: (id) => callbacks.delete(id),
    nextId() {
      const n = (counters.get('ids') ?? 0) + 1;
      // Group commit puts this beside the write that uses the number, which its caller awaits.
      void counters.put('ids', n);
      return n.toString(16).toUpperCase().padStart(32, '0');
    },
  };
}
