import type { AddressOwner } from '../../ports/directory';
import type { InboundMail } from '../../ports/mail';
import type { Deps } from '../lib/deps';
import { reportDelivery } from './report-delivery';
import type { Received } from './received';
import { receiveMessage } from './receive-message';

/** A mail that somebody told us of: a change notification, or the sweep. */
export interface MailArrived {
  readonly mailbox: string;
  readonly messageId: string;
}

/** How a mail ended; all of these are done with. */
export type MailReceived =
  | Received
  /** Deleted or moved out of the mailbox before we came. */
  | { readonly kind: 'gone' }
  /** Written by a machine, or by ourselves: never opens an interaction. */
  | { readonly kind: 'automatic' };

/** Fetches a mail and takes it as a message of the thread it belongs to. */
export async function receiveMail(deps: Deps, { mailbox, messageId }: MailArrived): Promise<MailReceived> {
  const address = mailbox.toLowerCase();
  const owner = await deps.addresses.find(address);
  if (owner === undefined) return { kind: 'notOurs' };
  const mail = await deps.mailboxes.fetch(address, messageId);
  if (mail === undefined) return { kind: 'gone' };
  if (mail.nature === 'bounce') await returned(deps, owner, address, mail);
  // A mail from one of our own mailboxes is an answer of ours, or would answer itself for ever.
  if (mail.nature !== 'person' || (await deps.addresses.find(mail.from.address)) !== undefined) {
    deps.log.info('mail of a machine', { mailId: messageId, nature: mail.nature });
    return { kind: 'automatic' };
  }
  return take(deps, owner, address, mail);
}

/** One of ours came back: noted at the message. */
async function returned(deps: Deps, owner: AddressOwner, mailbox: string, { answers }: InboundMail): Promise<void> {
  for (const messageId of answers.slice(0, MOST_ANSWERS)) {
    const key = await deps.directory.sentMail(owner.tenantId, mailbox, messageId);
    if (key === undefined) continue;
    const delivery = { status: 'failed', code: 'unreachable', at: deps.clock.now() } as const;
    await reportDelivery(deps, { key, delivery, optedOut: false, line: null });
    return;
  }
}

async function take(deps: Deps, owner: AddressOwner, mailbox: string, mail: InboundMail): Promise<Received> {
  const { tenantId } = owner;
  const { internetMessageId, answers, conversationId } = mail;
  const seen = await deps.directory.mailThread(tenantId, mailbox, [internetMessageId]);
  // The thread of a mail we know by one of the Message-IDs it answers; else the mailbox's own conversation. Never by subject.
  const answered = () => deps.directory.mailThread(tenantId, mailbox, answers.slice(0, MOST_ANSWERS));
  const thread = seen ?? (await answered()) ?? conversationId;
  const received = await receiveMessage(deps, {
    channel: 'email',
    owner,
    ourAddress: mailbox,
    customerAddress: mail.answerTo.address,
    customerName: mail.answerTo.name,
    externalRef: thread,
    sourceId: internetMessageId,
    sentAt: mail.receivedAt,
    text: textOf(mail),
    html: mail.html,
    attachments: mail.attachments,
    replyTo: mail.replyTo,
  });
  // A Message-ID that is known stays as it is: whoever copies one of ours must not hide what became of our mail.
  if (seen === undefined) await deps.directory.putMailThread(tenantId, mailbox, internetMessageId, thread, null);
  return received;
}

/** A References header may name hundreds; the nearest decide. */
const MOST_ANSWERS = 10;

/** The subject says what a first mail is about; an answer repeats it. */
const textOf = ({ subject, text, answers }: InboundMail): string =>
  answers.length > 0 || subject === '' ? text : `${subject}\n\n${text}`;
