import { z } from 'zod';
import type { LocalAzure } from '../azure';
import { get, post, type Operation } from './operation';

/** Customers' handsets: text messages. */
export const textOperations = ({ cloud, organisation }: LocalAzure): readonly Operation[] => [
  post(
    'sendText',
    '/_local/handsets/{number}/texts',
    'A customer texts the organisation.',
    z.object({ text: z.string() }),
    async ({ params, body }) => ({
      messageId: await cloud.communication.handset.text({
        from: params['number'] ?? '',
        to: organisation.addresses.sms,
        message: body.text,
      }),
    }),
  ),
  get('listTexts', '/_local/handsets/{number}/texts', 'What stands on a customer’s handset.', ({ params }) => ({
    texts: cloud.communication.handset.texts(params['number'] ?? ''),
  })),
];
