import { z } from 'zod';
import type { LocalAzure } from '../azure';
import { get, post, type Operation } from './operation';

/** Customers' handsets: text messages. They do not know, and need not, who carries the organisation's number. */
export const textOperations = ({ cloud, organisation }: LocalAzure): readonly Operation[] => {
  const { communication, telesign, crm } = cloud;
  const carrierOf = (number: string) => (telesign.owns(number) ? telesign : communication).handset;
  return [
    post(
      'sendText',
      '/_local/handsets/{number}/texts',
      'A customer texts the organisation.',
      z.object({ text: z.string(), to: z.string().optional() }),
      async ({ params: { number: from = '' }, body: { text: message, to = organisation.addresses.sms } }) => ({
        messageId: await carrierOf(to).text({ from, to, message }),
      }),
    ),
    get('listTexts', '/_local/handsets/{number}/texts', 'What stands on a customer’s handset.', ({ params }) => ({
      texts: [communication, telesign]
        .flatMap(({ handset }) => handset.texts(params['number'] ?? ''))
        .sort((one, other) => one.at - other.at),
    })),
    post(
      'portNumber',
      '/_local/numbers/{number}/carrier',
      'A number of the organisation is carried by Telesign from now on.',
      z.object({ carrier: z.literal('telesign') }),
      async ({ params }) => {
        await telesign.own(params['number'] ?? '');
      },
    ),
    post(
      'troubleLookUps',
      '/_local/look-ups/trouble',
      'How the organisation’s customer system misbehaves when a flow asks it, from now on.',
      z.object({ trouble: z.enum(['none', 'hangs', 'redirects', 'huge', 'notJson', 'fails']) }),
      ({ body }) => crm.setTrouble(body.trouble),
    ),
    get('listCards', '/_local/cards', 'The cards that the organisation’s customer system was given.', () => ({
      cards: crm.cards(),
    })),
    post(
      'setTextFate',
      '/_local/handsets/{number}/fate',
      'How texts that Telesign carries to a customer end: its final status code, or never. Null: well.',
      z.object({ fate: z.union([z.int(), z.literal('silent')]).nullable() }),
      async ({ params, body }) => {
        await telesign.setFate(params['number'] ?? '', body.fate);
      },
    ),
  ];
};
