import type { InteractionRef } from '../core/lib/ids';

/** Towards the agent or towards the customer. */
export type Direction = 'in' | 'out';

/** A file of a message. `url` is where the store keeps it. */
export interface Attachment {
  readonly name: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly url: string;
}

/** A message as it is to be stored. */
export interface NewMessage {
  readonly ref: InteractionRef;
  readonly direction: Direction;
  /** The provider's id of what brought it, or ours: a repeat of it stores nothing. */
  readonly sourceId: string;
  readonly author: {
    readonly kind: 'customer' | 'agent' | 'system';
    readonly id: string;
    readonly name: string | null;
  };
  readonly text: string;
  readonly html: string | null;
  readonly attachments: readonly Attachment[];
  /** When it was written, by whoever carried it: the same in every repeat. Messages of a direction are relayed in this order. */
  readonly sentAt: number;
  /** Whoever stored it relays it until then; after, anyone may take over. 0 leaves it waiting for an agent. */
  readonly claimedUntil: number;
  /** What the channel needs to answer it in place (mail: the message id); opaque to flows. */
  readonly replyTo: string | null;
}

/** A stored message. `key` names it in its interaction and sorts by `sentAt` within its direction. */
export interface Message extends NewMessage {
  readonly key: string;
  readonly etag: string;
}

/** What became of a message. `sent`: its carrier took it; `delivered`: it says that it arrived. `code`: a `SendFailure`. */
export type Delivery =
  | { readonly status: 'sent'; readonly providerId: string; readonly at: number }
  | { readonly status: 'delivered'; readonly providerId: string; readonly at: number }
  | { readonly status: 'failed'; readonly code: string; readonly at: number };

/** A message, and what became of it; undefined while it waits to be relayed. */
export interface MessageWithDelivery {
  readonly message: Message;
  readonly delivery: Delivery | undefined;
}

/** Messages of interactions with their delivery state: documents of their own, so that they never collide with lifecycle writes. */
export interface MessageStore {
  /** Stores it once: `repeated` when the same source id with the same instant was stored before. */
  append(message: NewMessage): Promise<{ readonly kind: 'stored' | 'repeated'; readonly message: Message }>;
  /** Whether this source event is stored in that interaction. */
  has(ref: InteractionRef, direction: Direction, sentAt: number, sourceId: string): Promise<boolean>;
  /** The message just before this one in its direction, with its delivery. */
  previous(message: Message): Promise<MessageWithDelivery | undefined>;
  /** Takes over a message whose claim ran out; `taken` when another was faster. */
  claim(
    message: Message,
    until: number,
  ): Promise<{ readonly kind: 'claimed'; readonly message: Message } | { readonly kind: 'taken' }>;
  delivery(ref: InteractionRef, key: string): Promise<Delivery | undefined>;
  /** Records the outcome of sending, once. `repeated` when one was recorded before. */
  recordDelivery(
    message: Pick<Message, 'ref' | 'key' | 'claimedUntil'>,
    delivery: Delivery,
  ): Promise<'recorded' | 'repeated'>;
  /** A later report of the carrier replaces it; one that is older than what is known, or says less, changes nothing. */
  reportDelivery(ref: InteractionRef, key: string, delivery: Delivery): Promise<void>;
  /** All messages of an interaction with their deliveries, by instant of sending. */
  list(ref: InteractionRef): Promise<readonly MessageWithDelivery[]>;
  /**
   * Of an interaction the messages whose documents, or whose deliveries', the change feed brought. Only what it did not
   * bring is read, at a price; a delivery that it did not bring counts as none, and comes later.
   */
  fromFeed(ref: InteractionRef, documents: readonly unknown[]): Promise<readonly MessageWithDelivery[]>;
  /** Interactions with a message whose claim ran out in [from, to) and that has no delivery: its relayer died. */
  undelivered(from: number, to: number): Promise<readonly InteractionRef[]>;
  /** Claims that ran out before this instant were seen to; 0 at first. */
  sweptTo(): Promise<number>;
  putSweptTo(at: number): Promise<void>;
}
