import { randomUUID } from 'node:crypto';
import type { Mail, MailAddress, MailAttachment, MailHeader, StoredMail } from './mail';
import type { Mails } from './mails';
import { allHeaders } from './mime';
import type { MailboxOwner } from './options';
import type { Outside, OutsideMail } from './outside';
import type { PostOffice } from './post-office';

export interface GivenAttachment {
  readonly name: string;
  readonly contentType: string;
  readonly contentBase64: string;
}

/** What somebody outside writes. */
export interface Written {
  readonly text: string;
  readonly html?: string;
  readonly attachments?: readonly GivenAttachment[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** A first mail of somebody outside to one of our mailboxes. */
export interface NewMail extends Written {
  readonly to: string;
  readonly from: MailAddress;
  readonly subject: string;
  /** The Message-ID that it answers. */
  readonly inReplyTo?: string;
  /** Given to deliver the same mail again. */
  readonly internetMessageId?: string;
}

/** A mail that Azure Communication Services sent, to be shown beside those that Graph sent. */
export interface AcsMail {
  readonly from: MailAddress;
  readonly to: readonly MailAddress[];
  readonly cc?: readonly MailAddress[];
  /** The envelope: whom it reaches, blind copies too. */
  readonly recipients: readonly string[];
  readonly replyTo?: readonly MailAddress[];
  readonly subject: string;
  readonly text: string | null;
  readonly html: string | null;
  readonly internetMessageId: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly attachments?: readonly GivenAttachment[];
}

/** What cannot be done in a mailbox outside. */
export class MailRefusal extends Error {
  constructor(
    readonly code: 'unknownMailbox' | 'unknownMail' | 'notReceived',
    message: string,
  ) {
    super(message);
  }
}

/** A mail from outside: as its writer keeps it, and as it came into our mailbox. */
export interface Delivered {
  readonly sent: OutsideMail;
  readonly received: StoredMail;
}

/** Everybody outside: what they get, and what they write. */
export interface Customers {
  addresses(): readonly string[];
  /** What is in the mailbox of an address outside, the oldest first: received and sent. */
  mails(address: string): readonly OutsideMail[];
  /** What is in one of our mailboxes, every folder. */
  mailbox(address: string): readonly StoredMail[];
  deliver(mail: NewMail): Promise<Delivered>;
  /** Answers a mail received, to where it asks for answers, with In-Reply-To and References. */
  reply(mailId: string, written: Written): Promise<Delivered>;
  /** The mail could not be delivered after all: a report goes back to its sender. */
  bounce(mailId: string): Promise<StoredMail>;
  /** A machine answers: "I am on holiday". */
  autoReply(mailId: string, text: string): Promise<Delivered>;
  /** Puts what ACS sent into the mailboxes that it went to. */
  recordAcs(mail: AcsMail): Promise<void>;
}

export function createCustomers(
  { mails, post, outside }: { readonly mails: Mails; readonly post: PostOffice; readonly outside: Outside },
  now: () => number,
): Customers {
  async function exchange(owner: MailboxOwner, mail: Mail): Promise<Delivered> {
    const [sent, received] = await Promise.all([
      outside.record({ owner: mail.from.address, direction: 'sent', via: 'customer', mail }),
      post.deliver(owner, mail),
    ]);
    return { sent, received };
  }
  const answer = (mailId: string, written: Written, changed: Partial<Mail>) => {
    const { owner, mail: answered } = receivedMail(outside, mailId);
    const to = answered.replyTo[0] ?? answered.from;
    const mail: Mail = {
      ...mailOf(written, now()),
      from: addressed(owner, answered),
      to: [to],
      subject: /^re:/i.test(answered.subject) ? answered.subject : `Re: ${answered.subject}`,
      internetMessageId: post.newMessageId(owner),
      inReplyTo: answered.internetMessageId,
      references: [...answered.references, answered.internetMessageId],
      ...changed,
    };
    return exchange(mailboxOf(post, to.address), mail);
  };

  return {
    addresses: () => outside.owners(),
    mails: (address) => outside.mailsOf(address),
    mailbox: (address) => mails.all(mailboxOf(post, address).address.toLowerCase()),
    deliver: async (given) => exchange(mailboxOf(post, given.to), firstMail(post, given, now())),
    reply: async (mailId, written) => answer(mailId, written, {}),
    autoReply: async (mailId, text) => {
      const { mail } = receivedMail(outside, mailId);
      return answer(mailId, { text, headers: MACHINE }, { subject: `Automatic reply: ${mail.subject}` });
    },
    async bounce(mailId) {
      const { owner, mail } = receivedMail(outside, mailId);
      return post.deliver(mailboxOf(post, mail.from.address), bounceOf(post, owner, mail, now()));
    },
    recordAcs: async (given) => recordAcs({ post, outside }, given, now()),
  };
}

/** RFC 3834, and Exchange's own. */
const MACHINE = { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All' } as const;

function mailboxOf(post: PostOffice, address: string): MailboxOwner {
  const owner = post.mailbox(address);
  if (owner === undefined) throw new MailRefusal('unknownMailbox', `There is no mailbox ${address} here.`);
  return owner;
}

function receivedMail(outside: Outside, mailId: string): OutsideMail {
  const mail = outside.get(mailId);
  if (mail === undefined) throw new MailRefusal('unknownMail', `There is no mail ${mailId} outside.`);
  if (mail.direction !== 'received') throw new MailRefusal('notReceived', 'This mail was written there, not received.');
  return mail;
}

/** Under the name by which the mail was addressed to them. */
const addressed = (owner: string, { to, cc }: Mail): MailAddress =>
  [...to, ...cc].find(({ address }) => address.toLowerCase() === owner) ?? { name: owner, address: owner };

const headersOf = (headers: Readonly<Record<string, string>> = {}): MailHeader[] =>
  Object.entries(headers).map(([name, value]) => ({ name, value }));

const attachmentsOf = (given: readonly GivenAttachment[] = []): MailAttachment[] =>
  given.map((file) => ({ ...file, id: randomUUID(), contentId: null, isInline: false }));

const mailOf = ({ text, html, attachments, headers }: Written, sentAt: number) => ({
  cc: [],
  replyTo: [],
  text,
  html: html ?? null,
  headers: headersOf(headers),
  attachments: attachmentsOf(attachments),
  sentAt,
  report: null,
});

const firstMail = (post: PostOffice, given: NewMail, sentAt: number): Mail => ({
  ...mailOf(given, sentAt),
  from: given.from,
  to: [{ name: given.to, address: given.to }],
  subject: given.subject,
  internetMessageId: given.internetMessageId ?? post.newMessageId(given.from.address),
  inReplyTo: given.inReplyTo ?? null,
  references: given.inReplyTo === undefined ? [] : [given.inReplyTo],
});

function bounceOf(post: PostOffice, owner: string, mail: Mail, sentAt: number): Mail {
  const diagnostic = `550 5.1.1 <${owner}>: Recipient address rejected: User unknown`;
  return {
    ...mailOf(
      {
        text: `Your message could not be delivered to ${owner}.\r\n\r\n${diagnostic}\r\n`,
        headers: { 'Return-Path': '<>', 'Auto-Submitted': 'auto-replied', 'X-Failed-Recipients': owner },
      },
      sentAt,
    ),
    from: { name: 'Mail Delivery System', address: `postmaster@${owner.split('@')[1] ?? 'outside.example'}` },
    to: [mail.from],
    subject: `Undeliverable: ${mail.subject}`,
    internetMessageId: post.newMessageId(owner),
    inReplyTo: mail.internetMessageId,
    references: [mail.internetMessageId],
    report: { finalRecipient: owner, status: '5.1.1', diagnostic, originalHeaders: allHeaders(mail) },
  };
}

/** Headers that are made of the other members of a mail. */
const COMPOSED: ReadonlySet<string> = new Set([
  ...['message-id', 'date', 'from', 'to', 'cc', 'reply-to', 'subject', 'in-reply-to', 'references', 'mime-version'],
]);

function messageIdsIn(headers: AcsMail['headers'], name: string): readonly string[] {
  const value = Object.entries(headers ?? {}).find(([header]) => header.toLowerCase() === name)?.[1];
  return value?.match(/<[^<>\s]+>/g) ?? [];
}

async function recordAcs(
  { post, outside }: { readonly post: PostOffice; readonly outside: Outside },
  given: AcsMail,
  sentAt: number,
): Promise<void> {
  const { from, to, cc = [], recipients, replyTo = [], subject, html, internetMessageId } = given;
  const mail: Mail = {
    ...{ from, to, cc, replyTo, subject, text: given.text, html, internetMessageId, sentAt },
    headers: headersOf(given.headers).filter(({ name }) => !COMPOSED.has(name.toLowerCase())),
    attachments: attachmentsOf(given.attachments),
    inReplyTo: messageIdsIn(given.headers, 'in-reply-to')[0] ?? null,
    references: messageIdsIn(given.headers, 'references'),
    report: null,
  };
  await Promise.all(
    recipients.map((address) => {
      const ours = post.mailbox(address);
      return ours
        ? post.deliver(ours, mail)
        : outside.record({ owner: address, direction: 'received', via: 'acs', mail });
    }),
  );
}
