import { randomBytes } from 'node:crypto';
import { sameAddress, type Mail, type MailAddress, type StoredMail } from './mail';
import type { Mails } from './mails';
import type { GraphOptions, MailboxOwner } from './options';
import type { Outside } from './outside';

/** Carries mails between our mailboxes and those outside. */
export interface PostOffice {
  mailbox(address: string): MailboxOwner | undefined;
  newMessageId(domainOf: string): string;
  /** Into the inbox of one of our mailboxes, in the conversation of what it answers. */
  deliver(mailbox: MailboxOwner, mail: Mail): Promise<StoredMail>;
  /** To everybody whom a mail of ours names. Writes begin in the turn of the call. */
  dispatch(mail: Mail, bcc: readonly MailAddress[]): Promise<void>;
}

export function createPostOffice({ clock, mailboxes }: GraphOptions, mails: Mails, outside: Outside): PostOffice {
  const mailbox = (address: string) => mailboxes().find((owner) => sameAddress(owner.address, address));

  const deliver: PostOffice['deliver'] = ({ address }, mail) => {
    const owner = address.toLowerCase();
    const answered = [...(mail.inReplyTo === null ? [] : [mail.inReplyTo]), ...mail.references];
    return mails.add(
      {
        ...mail,
        mailbox: owner,
        folder: 'inbox',
        bcc: [],
        isDraft: false,
        isRead: false,
        receivedAt: clock.now(),
      },
      mails.conversationOf(owner, answered),
    );
  };

  return {
    mailbox,
    newMessageId: (address) => `<${randomBytes(16).toString('hex')}@${address.split('@')[1] ?? 'localhost'}>`,
    deliver,
    async dispatch(mail, bcc) {
      const recipients = new Set([...mail.to, ...mail.cc, ...bcc].map(({ address }) => address.toLowerCase()));
      await Promise.all(
        [...recipients].map((address) => {
          const owner = mailbox(address);
          return owner
            ? deliver(owner, mail)
            : outside.record({ owner: address, direction: 'received', via: 'graph', mail });
        }),
      );
    },
  };
}
