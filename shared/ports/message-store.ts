import type { InteractionRef } from '../core/lib/ids';

/** Towards the agent or towards the customer. */
export type Direction = 'in' | 'out';

export interface Attachment {
  readonly name: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly url: string;
}

export interface NewMessage {
  readonly ref: InteractionRef;
  readonly direction: Direction;
  /** The provider's id of the event that brought it, or ours: a repeat of it stores nothing. */
  readonly sourceId: string;
  readonly author: {
    readonly kind: 'customer' | 'agent' | 'system';
    readonly id: string;
    readonly name: string | null;
  };
  readonly text: string;
  readonly html: string | null;
  readonly attachments: readonly Attachment[];
  readonly sentAt: number;
  /** Whoever stored it relays it until then; after, anyone may take over. 0 leaves it waiting. */
  readonly claimedUntil: number;
  /** What the channel needs to answer it in place (mail: the message id); opaque to flows. */
  readonly replyTo: string | null;
}

/** A stored message; `ordinal` counts from 1 within its direction, in the order of storing. */
export interface Message extends NewMessage {
  readonly ordinal: number;
  readonly etag: string;
}

export type Delivery =
  | { readonly status: 'sent'; readonly providerId: string; readonly at: number }
  | { readonly status: 'delivered'; readonly providerId: string; readonly at: number }
  | { readonly status: 'failed'; readonly code: string; readonly at: number };

/** Messages of interactions with their delivery state: documents of their own, so that they never collide with lifecycle writes. */
export interface MessageStore {
  /** Stores it under the next ordinal of its direction. A source id seen before answers what was stored then. */
  append(message: NewMessage): Promise<{ readonly kind: 'stored' | 'repeated'; readonly message: Message }>;
  message(ref: InteractionRef, direction: Direction, ordinal: number): Promise<Message | undefined>;
  /** Takes over a message whose claim ran out; `taken` when another was faster. */
  claim(
    message: Message,
    until: number,
  ): Promise<{ readonly kind: 'claimed'; readonly message: Message } | { readonly kind: 'taken' }>;
  delivery(ref: InteractionRef, direction: Direction, ordinal: number): Promise<Delivery | undefined>;
  /** Records that it went out. `recorded` once; `repeated` when a delivery was recorded before. */
  recordDelivery(
    ref: InteractionRef,
    direction: Direction,
    ordinal: number,
    delivery: Delivery,
  ): Promise<'recorded' | 'repeated'>;
  /** A later report replaces the delivery state; a state never goes back from delivered to sent. */
  reportDelivery(ref: InteractionRef, direction: Direction, ordinal: number, delivery: Delivery): Promise<void>;
  /** All messages of an interaction with their deliveries, by instant of sending. */
  list(ref: InteractionRef): Promise<readonly { readonly message: Message; readonly delivery: Delivery | undefined }[]>;
}
