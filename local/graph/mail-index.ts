import type { StoredMail } from './mail';
import { folderId } from './mail-ids';

/** By what mails are found, kept beside the collection. All of it gives ids that stay. */
export interface MailIndex {
  add(mail: StoredMail): void;
  /** A mail that changed or moved. */
  replace(before: StoredMail, after: StoredMail): void;
  /** The oldest first. */
  inMailbox(mailbox: string): readonly string[];
  byFolderId(id: string): string | undefined;
  byMessageId(mailbox: string, internetMessageId: string): string | undefined;
}

export function createMailIndex(mails: readonly StoredMail[]): MailIndex {
  const mailboxes = new Map<string, string[]>();
  const folderIds = new Map<string, string>();
  const messageIds = new Map<string, string>();

  function index(mail: StoredMail): void {
    folderIds.set(folderId(mail), mail.id);
    messageIds.set(`${mail.mailbox} ${mail.internetMessageId}`, mail.id);
  }
  function add(mail: StoredMail): void {
    const ids = mailboxes.get(mail.mailbox) ?? [];
    mailboxes.set(mail.mailbox, ids);
    ids.push(mail.id);
    index(mail);
  }
  mails.forEach(add);

  return {
    add,
    replace(before, after) {
      folderIds.delete(folderId(before));
      index(after);
    },
    inMailbox: (mailbox) => mailboxes.get(mailbox) ?? [],
    byFolderId: (id) => folderIds.get(id),
    byMessageId: (mailbox, internetMessageId) => messageIds.get(`${mailbox} ${internetMessageId}`),
  };
}
