import type { Metadata } from '../kit/storage/metadata';
import type { AccessPolicy } from '../kit/storage/policies';

export interface StoredQueue {
  readonly name: string;
  readonly metadata: Metadata;
  readonly policies: readonly AccessPolicy[];
}

export interface StoredMessage {
  readonly id: string;
  readonly queue: string;
  /** Grows with each message of the account. */
  readonly sequence: number;
  readonly text: string;
  readonly insertedAt: number;
  /** `NEVER` for a message that stays. */
  readonly expiresAt: number;
  readonly visibleAt: number;
  /** Changes whenever the message is taken or updated; who has the last one may delete and update it. */
  readonly popReceipt: string;
  /** How often it was taken. */
  readonly dequeueCount: number;
}

/** When a message expires that was put to stay. */
export const NEVER = Date.UTC(9999, 11, 31, 23, 59, 59);
