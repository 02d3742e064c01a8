import { z } from 'zod';
import type { LocalAzure } from '../azure';
import { FAULTS } from '../communication/faults';
import { MailRefusal } from '../graph/customers';
import { EMPTY, get, post, Refused, refusedBy, type Operation } from './operation';

/** Mailboxes: customers' and the organisation's. */
export const mailOperations = (azure: LocalAzure): readonly Operation[] => [
  ...customerMailOperations(azure),
  ...ownMailboxOperations(azure),
];

function customerMailOperations({ cloud: { graph, communication }, organisation }: LocalAzure): readonly Operation[] {
  const { mail } = graph;
  return [
    post(
      'sendMail',
      '/_local/mailboxes/{address}/mails',
      'A customer writes a mail to the organisation.',
      z.object({
        name: z.string().optional(),
        subject: z.string(),
        text: z.string(),
        headers: z.record(z.string(), z.string()).optional(),
        internetMessageId: z.string().optional(),
        inReplyTo: z.string().optional(),
        attachments: z.array(attachment).optional(),
      }),
      ({ params, body: { name, ...written } }) => {
        const address = params['address'] ?? '';
        const from = { address, name: name ?? address };
        return guarded(() => mail.deliver({ ...given(written), from, to: organisation.addresses.email }));
      },
    ),
    get('listMails', '/_local/mailboxes/{address}/mails', 'What is in a customer’s mailbox.', ({ params }) => ({
      mails: mail.mails(params['address'] ?? ''),
    })),
    post(
      'failMailTo',
      '/_local/mailboxes/{address}/fault',
      'How mails that ACS sends to it go wrong from now on; null ends it.',
      z.object({ fault: z.enum(FAULTS).nullable() }),
      ({ params: { address = '' }, body: { fault } }) =>
        fault === null ? communication.faults.clear(address) : communication.faults.set(address, fault),
    ),
    post(
      'engageWithMail',
      '/_local/mailboxes/{address}/mails/{id}/engage',
      'The customer reads a mail that ACS sent (`id` of its operation), or follows a link of it.',
      z.object({ link: z.url().nullable() }),
      async ({ params, body }) => {
        const { address = '', id = '' } = params;
        const outcome = await communication.mailboxes.engage({ address, mailId: id, link: body.link });
        if (outcome === 'noSuchMail') throw new Refused(404, 'There is no such mail.');
        return { outcome };
      },
    ),
    post(
      'answerMail',
      '/_local/mails/{id}/answer',
      'The customer answers a mail they got.',
      z.object({ text: z.string(), attachments: z.array(attachment).optional() }),
      ({ params, body }) => guarded(() => mail.reply(params['id'] ?? '', given(body))),
    ),
    post('bounceMail', '/_local/mails/{id}/bounce', 'The mail could not be delivered after all.', EMPTY, ({ params }) =>
      guarded(() => mail.bounce(params['id'] ?? '')),
    ),
    post('autoReply', '/_local/mails/{id}/auto-reply', 'A machine answers it.', EMPTY, ({ params }) =>
      guarded(() => mail.autoReply(params['id'] ?? '', 'I am on holiday.')),
    ),
  ];
}

/** The organisation's own mailbox and who is told of it. */
function ownMailboxOperations({ cloud: { graph }, organisation }: LocalAzure): readonly Operation[] {
  const { mail, subscriptions } = graph;
  return [
    get('listOwnMails', '/_local/mailbox/mails', 'What is in the organisation’s mailbox, every folder.', () => ({
      mails: mail.mailbox(organisation.addresses.email),
    })),
    get('listMailSubscriptions', '/_local/mail-subscriptions', 'Who is told of changes in the mailbox.', () => ({
      subscriptions: subscriptions.list(),
    })),
    post(
      'removeMailSubscription',
      '/_local/mail-subscriptions/{id}/remove',
      'Graph drops the subscription, as it does now and then.',
      EMPTY,
      ({ params }) => subscriptions.lifecycle(params['id'] ?? '', 'subscriptionRemoved'),
    ),
    post(
      'notifyAgain',
      '/_local/mailbox/mails/{id}/notify',
      'Graph tells of a mail of the organisation’s mailbox once more.',
      EMPTY,
      ({ params }) => subscriptions.notifyAgain(organisation.addresses.email, params['id'] ?? ''),
    ),
  ];
}

const attachment = z.object({ name: z.string(), contentType: z.string(), contentBase64: z.base64() });

/** What was left out of a request is left out, and not undefined. */
type Given<T> = { [Key in keyof T]: Exclude<T[Key], undefined> };
const given = <T extends object>(body: T): Given<T> =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as Given<T>;

const guarded = refusedBy(MailRefusal);
