import { badRequest, Refused } from './answers';
import { sameAddress, type Mail, type MailAddress, type StoredMail } from './mail';
import type { MailboxOwner } from './options';
import { attachmentId, type Writable } from './read-message';
import { escapeHtml, htmlOf, textOf } from './wire';

type Json = Readonly<Record<string, unknown>>;

interface ReplyRequest {
  readonly comment: string | null;
  readonly message: Json;
  /** Of a forward; null where it names nobody. */
  readonly toRecipients: unknown;
}

/** What createReply, reply, createForward and forward are asked for; the names of the action's parameters have no case. */
export function replyRequest(json: Json): ReplyRequest {
  const members = new Map(Object.entries(json).map(([name, value]) => [name.toLowerCase(), value]));
  const comment = members.get('comment');
  const message = members.get('message') ?? {};
  if (typeof message !== 'object' || message === null) throw new Refused(badRequest('The message must be an object.'));
  const toRecipients = members.get('toRecipients'.toLowerCase()) ?? null;
  return { comment: typeof comment === 'string' ? comment : null, message: message as Json, toRecipients };
}

/** What makes a mail an answer. */
export const threadingOf = (original: StoredMail): Partial<Mail> => ({
  subject: /^re:/i.test(original.subject) ? original.subject : `RE: ${original.subject}`,
  inReplyTo: original.internetMessageId,
  references: [...original.references, original.internetMessageId],
});

/** It goes on in the same conversation, under a subject that says so. */
export const forwarding = (original: StoredMail): Partial<Mail> => ({
  ...threadingOf(original),
  subject: /^fw:/i.test(original.subject) ? original.subject : `FW: ${original.subject}`,
});

export const copiesOf = ({ attachments }: StoredMail): Mail['attachments'] =>
  attachments.map((attachment) => ({ ...attachment, id: attachmentId() }));

export function recipientsOf(owner: MailboxOwner, original: StoredMail, toAll: boolean): Writable {
  const notUs = ({ address }: MailAddress) => !sameAddress(address, owner.address);
  const answered = original.replyTo.length > 0 ? original.replyTo : [original.from];
  // Answering what we sent ourselves goes to whom it went to.
  const to = sameAddress(original.from.address, owner.address) ? original.to : answered;
  return toAll ? { to: [...to, ...original.to.filter(notUs)], cc: original.cc.filter(notUs) } : { to };
}

/** The comment over the mail that it answers, as Outlook lays it out. */
export function quoting(original: StoredMail, comment: string): Writable {
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
