import type { Store } from '../../kit/store';

export interface MailAddress {
  readonly address: string;
  readonly displayName: string | null;
}

export interface MailAttachment {
  readonly name: string;
  readonly contentType: string;
  readonly contentId: string | null;
  readonly contentInBase64: string;
}

/** A mail as it arrives at its recipients. */
export interface Mail {
  /** Id of the send operation. */
  readonly id: string;
  /** With the angle brackets. */
  readonly internetMessageId: string;
  readonly from: string;
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  readonly replyTo: readonly MailAddress[];
  /** The envelope: everybody who gets it, blind copies too. Lower case. */
  readonly recipients: readonly string[];
  readonly subject: string;
  readonly plainText: string | null;
  readonly html: string | null;
  /** Whether it is told that somebody reads it: Azure puts what tells into the HTML. Absent in old mails, which are not. */
  readonly isTracked?: boolean;
  /** All headers, the usual ones too. */
  readonly headers: Readonly<Record<string, string>>;
  readonly attachments: readonly MailAttachment[];
  readonly sentAt: number;
}

export interface SendOperation {
  readonly id: string;
  /** From this instant the operation has ended. */
  readonly endsAt: number;
  /** Why it failed; null when it succeeded. */
  readonly failure: { readonly code: string; readonly message: string } | null;
}

export interface EmailState {
  operation(id: string): SendOperation | undefined;
  putOperation(operation: SendOperation): Promise<void>;
  mail(id: string): Mail | undefined;
  mails(): Mail[];
  putMail(mail: Mail): Promise<void>;
  settled(): Promise<void>;
}

export function createEmailState(store: Store): EmailState {
  const operations = store.collection<SendOperation>('email_operations');
  const mails = store.collection<Mail>('email_mails');
  return {
    operation: (id) => operations.get(id),
    putOperation: (operation) => operations.put(operation.id, operation),
    mail: (id) => mails.get(id),
    mails: () => mails.values(),
    putMail: (mail) => mails.put(mail.id, mail),
    settled: () => store.commit(() => undefined),
  };
}
