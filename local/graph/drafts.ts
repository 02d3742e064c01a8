import { sameAddress, type Mail, type StoredMail } from './mail';
import type { Mails } from './mails';
import type { MailboxOwner } from './options';
import type { PostOffice } from './post-office';
import { Refused, failure, badRequest } from './answers';
import { readMessage, type Writable } from './read-message';
import type { Given } from './read-mime';
import { copiesOf, forwarding, quoting, recipientsOf, replyRequest, threadingOf } from './replies';

type Json = Readonly<Record<string, unknown>>;

/** Makes drafts in a mailbox and sends them. */
export interface Drafts {
  create(owner: MailboxOwner, given: Given): Promise<StoredMail>;
  reply(owner: MailboxOwner, original: StoredMail, json: Json, toAll: boolean): Promise<StoredMail>;
  /** A copy for others, with the files of the original. */
  forward(owner: MailboxOwner, original: StoredMail, json: Json): Promise<StoredMail>;
  send(owner: MailboxOwner, draft: StoredMail): Promise<void>;
  /** Sends without a draft that anybody sees; without a copy in Sent Items when the caller wants none. */
  sendMail(owner: MailboxOwner, given: Given, keep: boolean): Promise<void>;
}

export function createDrafts(mails: Mails, post: PostOffice, now: () => number): Drafts {
  const start = (owner: MailboxOwner): Start => ({
    owner,
    internetMessageId: post.newMessageId(owner.address),
    now: now(),
  });

  return {
    create: async (owner, { content, threading }) => mails.add(blankDraft(start(owner), content, threading), null),
    async reply(owner, original, json, toAll) {
      const { comment, message } = replyRequest(json);
      const content = commented(comment, message);
      const draft = blankDraft(
        start(owner),
        { ...recipientsOf(owner, original, toAll), ...quoting(original, comment ?? ''), ...content },
        threadingOf(original),
      );
      return mails.add(draft, original.conversationId);
    },
    async forward(owner, original, json) {
      const { comment, message, toRecipients } = replyRequest(json);
      const content = commented(comment, message);
      if (toRecipients !== null && content.to !== undefined)
        throw new Refused(badRequest('toRecipients can be given beside the message or in it, not both.'));
      const to = toRecipients === null ? {} : readMessage({ toRecipients });
      const quoted = { ...quoting(original, comment ?? ''), attachments: copiesOf(original) };
      const draft = blankDraft(start(owner), { ...quoted, ...to, ...content }, forwarding(original));
      return mails.add(draft, original.conversationId);
    },
    async send(owner, draft) {
      refuseForeignSender(owner, draft);
      refuseWithoutRecipients(draft);
      const sentAt = now();
      const sent = { ...draft, sentAt };
      await Promise.all([
        mails.move(draft, 'sentitems', { isDraft: false, sentAt, receivedAt: sentAt }),
        post.dispatch(sent, draft.bcc),
      ]);
    },
    async sendMail(owner, { content, threading }, keep) {
      const draft = blankDraft(start(owner), content, threading);
      refuseForeignSender(owner, draft);
      refuseWithoutRecipients(draft);
      const sent = { ...draft, folder: 'sentitems' as const, isDraft: false };
      await Promise.all([post.dispatch(draft, draft.bcc), ...(keep ? [mails.add(sent, null)] : [])]);
    },
  };
}

/** What the caller writes over the mail that they answer. */
function commented(comment: string | null, message: Json): Writable {
  const content = readMessage(message);
  if (comment !== null && (content.text !== undefined || content.html !== undefined))
    throw new Refused(badRequest('Either a comment or the body of the message can be given, not both.'));
  return content;
}

interface Start {
  readonly owner: MailboxOwner;
  readonly internetMessageId: string;
  readonly now: number;
}

const blankDraft = ({ owner, internetMessageId, now }: Start, content: Writable, threading: Partial<Mail> = {}) => ({
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
  internetMessageId,
  sentAt: now,
  ...threading,
  ...content,
  mailbox: owner.address.toLowerCase(),
  folder: 'drafts' as const,
  isDraft: true,
  isRead: true,
  receivedAt: now,
});

/** A draft takes any sender; a mailbox sends as itself, and as whom Exchange lets it. */
function refuseForeignSender({ address, sendAs }: MailboxOwner, { from }: Pick<StoredMail, 'from'>): void {
  if ([address, ...sendAs].some((own) => sameAddress(own, from.address))) return;
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
