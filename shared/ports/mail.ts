import type { Attachment } from './message-store';

/** Whether a person wrote it, or a machine, or the post office that could not deliver one of ours. */
export type MailNature = 'person' | 'automatic' | 'bounce';

/** Whom a mail names. */
export interface MailPerson {
  /** In lower case; empty in a mail that names none. */
  readonly address: string;
  readonly name: string | null;
}

/** A mail as fetched from a mailbox. */
export interface InboundMail {
  /** The mailbox's own id of it. */
  readonly messageId: string;
  readonly internetMessageId: string;
  readonly conversationId: string;
  readonly nature: MailNature;
  /** Who claims to have written it; never proof of who did. */
  readonly from: MailPerson;
  /** Where it wants its answers: Reply-To, or else From. */
  readonly answerTo: MailPerson;
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
  /** Message-IDs of the mails it answers, the nearest first. */
  readonly answers: readonly string[];
  readonly attachments: readonly Attachment[];
  readonly receivedAt: number;
  /** Kept with the message: what the sender needs to answer in place. */
  readonly replyTo: string;
}

/** What came into a mailbox since it was last asked. */
export interface MailChanges {
  readonly messageIds: readonly string[];
  /** To ask with next time. */
  readonly cursor: string;
}

/** The mailboxes that customers write to. */
export interface Mailboxes {
  /** Undefined when it is there no more. */
  fetch(mailbox: string, messageId: string): Promise<InboundMail | undefined>;
  /** Mails that came since `cursor` (opaque), or since `from` when there is none or the mailbox knows it no more. */
  changes(mailbox: string, cursor: string | null, from: number): Promise<MailChanges>;
  /** Makes sure that a change subscription of ours lives at least until `until`. */
  subscribe(mailbox: string, notificationUrl: string, clientState: string, until: number): Promise<void>;
}
