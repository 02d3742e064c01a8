import type { Folder } from './mail';
import type { ChangeType } from './mails';

/** A subscription to the messages of a mailbox or of one of its folders. */
export interface Subscription {
  readonly id: string;
  /** As the subscriber wrote it. */
  readonly resource: string;
  readonly mailbox: string;
  readonly entraTenantId: string;
  readonly folder: Folder | null;
  readonly changeTypes: readonly ChangeType[];
  readonly notificationUrl: string;
  readonly lifecycleNotificationUrl: string | null;
  readonly clientState: string | null;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly immutableIds: boolean;
}
