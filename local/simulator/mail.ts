import { z } from 'zod';
import type { LocalAzure } from '../azure';
import { MailRefusal } from '../graph/customers';
import { EMPTY, get, post, Refused, type Operation } from './operation';

/** Customers' mailboxes. */
export function mailOperations({ cloud: { graph }, organisation }: LocalAzure): readonly Operation[] {
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
      }),
      ({ params, body: { name, headers, internetMessageId, ...written } }) => {
        const address = params['address'] ?? '';
        return guarded(() =>
          mail.deliver({
            ...written,
            from: { address, name: name ?? address },
            to: organisation.addresses.email,
            ...(headers ? { headers } : {}),
            ...(internetMessageId ? { internetMessageId } : {}),
          }),
        );
      },
    ),
    get('listMails', '/_local/mailboxes/{address}/mails', 'What is in a customer’s mailbox.', ({ params }) => ({
      mails: mail.mails(params['address'] ?? ''),
    })),
    post(
      'answerMail',
      '/_local/mails/{id}/answer',
      'The customer answers a mail they got.',
      z.object({ text: z.string() }),
      ({ params, body }) => guarded(() => mail.reply(params['id'] ?? '', body)),
    ),
    post('bounceMail', '/_local/mails/{id}/bounce', 'The mail could not be delivered after all.', EMPTY, ({ params }) =>
      guarded(() => mail.bounce(params['id'] ?? '')),
    ),
    post('autoReply', '/_local/mails/{id}/auto-reply', 'A machine answers it.', EMPTY, ({ params }) =>
      guarded(() => mail.autoReply(params['id'] ?? '', 'I am on holiday.')),
    ),
  ];
}

async function guarded<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof MailRefusal) throw new Refused(409, error.message);
    throw error;
  }
}
