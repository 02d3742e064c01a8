import type { MailAddress, Mail, StoredMail } from './mail';
import { sameAddress } from './mail';
import type { Mails } from './mails';
import type { MailboxOwner } from './options';
import type { PostOffice } from './post-office';
import { Refused, failure, badRequest } from './answers';
import { readMessage, type Writable } from './read-message';
import { escapeHtml, htmlOf, textOf } from './wire';

type Json = Readonly<Record<string, unknown>>;

/** Makes drafts in a mailbox and sends them. */
export interface Drafts {
  create(owner: MailboxOwner, json: Json): Promise<StoredMail>;
  reply(owner: MailboxOwner, original: StoredMail, json: Json, toAll: boolean): Promise<StoredMail>;
  send(draft: StoredMail): Promise<void>;
  /** Sends without a draft that anybody sees; without a copy in Sent Items when the caller wants none. */
  sendMail(owner: MailboxOwner, json: Json, keep: boolean): Promise<void>;
}

export function createDrafts(mails: Mails, post: PostOffice, now: () => number): Drafts {
  const blank = (owner: MailboxOwner, content: Writable, threading: Partial<Mail> = {}) => ({
    from: { name: owner.name, address: owner.address },
    to: [],
    cc: [],
    bcc: [],
    replyTo: [],
    subject: '',
    text: '',
    html: null,
    headers: [],
    attachments: [],
    inReplyTo: null,
    references: [],
    report: null,
    internetMessageId: post.newMessageId(owner.address),
    sentAt: now(),
    ...threading,
    ...content,
    mailbox: owner.address.toLowerCase(),
    folder: 'drafts' as const,
    isDraft: true,
    isRead: true,
    receivedAt: now(),
  });

  return {
    create: async (owner, json) => mails.add(blank(owner, own(owner, readMessage(json))), null),
    async reply(owner, original, json, toAll) {
      const { comment, message } = replyRequest(json);
      const content = own(owner, readMessage(message));
      if (comment !== null && (content.text !== undefined || content.html !== undefined))
        throw new Refused(badRequest('Either a comment or the body of the message can be given, not both.'));
      const draft = blank(
        owner,
        { ...recipientsOf(owner, original, toAll), ...quoting(original, comment ?? ''), ...content },
        threadingOf(original),
      );
      return mails.add(draft, original.conversationId);
    },
    async send(draft) {
      refuseWithoutRecipients(draft);
      const sentAt = now();
      const sent = { ...draft, sentAt };
      await Promise.all([
        mails.move(draft, 'sentitems', { isDraft: false, sentAt, receivedAt: sentAt }),
        post.dispatch(sent, draft.bcc),
      ]);
    },
    async sendMail(owner, json, keep) {
      const draft = blank(owner, own(owner, readMessage(json)));
      refuseWithoutRecipients(draft);
      const sent = { ...draft, folder: 'sentitems' as const, isDraft: false };
      await Promise.all([post.dispatch(draft, draft.bcc), ...(keep ? [mails.add(sent, null)] : [])]);
    },
  };
}

/** A mailbox sends as itself. */
function own(owner: MailboxOwner, content: Writable): Writable {
  if (content.from === undefined || sameAddress(content.from.address, owner.address)) return content;
  throw new Refused(
    failure(
      403,
      'ErrorSendAsDenied',
      'The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account.',
    ),
  );
}

function refuseWithoutRecipients({ to, cc, bcc }: Pick<StoredMail, 'to' | 'cc' | 'bcc'>): void {
  if (to.length + cc.length + bcc.length === 0)
    throw new Refused(badRequest('At least one recipient is needed.', 'ErrorInvalidRecipients'));
}

function replyRequest(json: Json): { readonly comment: string | null; readonly message: Json } {
  const members = new Map(Object.entries(json).map(([name, value]) => [name.toLowerCase(), value]));
  const comment = members.get('comment');
  const message = members.get('message') ?? {};
  if (typeof message !== 'object' || message === null) throw new Refused(badRequest('The message must be an object.'));
  return { comment: typeof comment === 'string' ? comment : null, message: message as Json };
}

const threadingOf = (original: StoredMail): Partial<Mail> => ({
  subject: /^re:/i.test(original.subject) ? original.subject : `RE: ${original.subject}`,
  inReplyTo: original.internetMessageId,
  references: [...original.references, original.internetMessageId],
});

function recipientsOf(owner: MailboxOwner, original: StoredMail, toAll: boolean): Writable {
  const notUs = ({ address }: MailAddress) => !sameAddress(address, owner.address);
  const answered = original.replyTo.length > 0 ? original.replyTo : [original.from];
  // Answering what we sent ourselves goes to whom it went to.
  const to = sameAddress(original.from.address, owner.address) ? original.to : answered;
  return toAll ? { to: [...to, ...original.to.filter(notUs)], cc: original.cc.filter(notUs) } : { to };
}

/** The comment over the mail that it answers, as Outlook lays it out. */
function quoting(original: StoredMail, comment: string): Writable {
  const { name, address } = original.from;
  const lines = [
    ['From', name === address ? address : `${name} <${address}>`],
    ['Sent', new Date(original.sentAt).toUTCString()],
    ['To', original.to.map((recipient) => recipient.address).join('; ')],
    ['Subject', original.subject],
  ] as const;
  if (original.html === null) {
    const head = lines.map(([label, value]) => `${label}: ${value}`).join('\r\n');
    return {
      text: `${comment}\r\n\r\n________________________________\r\n${head}\r\n\r\n${textOf(original)}`,
      html: null,
    };
  }
  const head = lines.map(([label, value]) => `<b>${label}:</b> ${escapeHtml(value)}`).join('<br>');
  const said = escapeHtml(comment).replace(/\r?\n/g, '<br>');
  return {
    text: null,
    html: `<html><body><div>${said}</div><hr><div id="divRplyFwdMsg">${head}</div><div>${htmlOf(original)}</div></body></html>`,
  };
}
