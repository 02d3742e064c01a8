import type { Attachment } from './message-store';

/** A mail as fetched from a mailbox. Header names are lower-case. */
export interface InboundMail {
  readonly messageId: string;
  readonly internetMessageId: string;
  readonly conversationId: string;
  readonly from: { readonly address: string; readonly name: string | null };
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly attachments: readonly Attachment[];
  readonly receivedAt: number;
}

/** The mailboxes that customers write to. */
export interface Mailboxes {
  fetch(mailbox: string, messageId: string): Promise<InboundMail | undefined>;
  /** Ids of mails that came since `cursor` (opaque; null: from now on), and the cursor to ask with next time. */
  changes(
    mailbox: string,
    cursor: string | null,
  ): Promise<{ readonly messageIds: readonly string[]; readonly cursor: string }>;
  /** Makes sure that a change subscription lives at least until `until`; answers its id. */
  subscribe(mailbox: string, notificationUrl: string, clientState: string, until: number): Promise<string>;
}
