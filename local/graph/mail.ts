export interface MailAddress {
  readonly name: string;
  readonly address: string;
}

export interface MailHeader {
  readonly name: string;
  readonly value: string;
}

export interface MailAttachment {
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  readonly contentBase64: string;
  readonly contentId: string | null;
  readonly isInline: boolean;
}

/** What makes a mail a delivery status notification (RFC 3464). */
export interface DeliveryReport {
  readonly finalRecipient: string;
  /** RFC 3463, e.g. `5.1.1`. */
  readonly status: string;
  readonly diagnostic: string;
  /** The headers of the mail that could not be delivered. */
  readonly originalHeaders: readonly MailHeader[];
}

/** A mail as it travels. */
export interface Mail {
  readonly from: MailAddress;
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  readonly replyTo: readonly MailAddress[];
  readonly subject: string;
  readonly text: string | null;
  readonly html: string | null;
  /** Those beyond what the other members say. */
  readonly headers: readonly MailHeader[];
  readonly internetMessageId: string;
  readonly inReplyTo: string | null;
  /** The oldest first. */
  readonly references: readonly string[];
  readonly attachments: readonly MailAttachment[];
  readonly sentAt: number;
  readonly report: DeliveryReport | null;
}

export const FOLDERS = ['inbox', 'drafts', 'sentitems', 'deleteditems', 'archive', 'junkemail'] as const;
export type Folder = (typeof FOLDERS)[number];

/** A mail in a mailbox. */
export interface StoredMail extends Mail {
  /** Stays when the mail moves. */
  readonly id: string;
  /** The address in lower case. */
  readonly mailbox: string;
  readonly folder: Folder;
  readonly bcc: readonly MailAddress[];
  readonly isDraft: boolean;
  readonly isRead: boolean;
  readonly conversationId: string;
  readonly receivedAt: number;
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** Place in the order of all changes: when it came into its folder, and when it last changed. */
  readonly addedSequence: number;
  readonly changedSequence: number;
}

export const sameAddress = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
