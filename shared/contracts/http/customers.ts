import { z } from 'zod';
import { chatOperations, thread } from './chats';
import { operation } from './operation';

const none = z.object({});

const connected = {
  threadId: z.string(),
  userId: z.string(),
  token: z.string(),
  tokenExpiresAt: z.number().int(),
};

export const chatConnection = z
  .discriminatedUnion('provider', [
    z.object({ provider: z.literal('acs'), endpoint: z.string(), pass: z.string(), ...connected }),
    z.object({ provider: z.literal('switchboard'), ...connected }),
  ])
  .meta({
    id: 'ChatConnection',
    description:
      'What a browser needs to chat: with the Azure Communication Services SDK and, for all beside the words, the operations of this API that take the pass; or with those operations alone, which take the token.',
  });

/** What a customer's browser asks for. */
export const customerOperations = {
  getChatEntry: operation({
    method: 'GET',
    path: '/chats/entry',
    summary: 'What a page shows before anybody chats: whose chat it is, and whether it is open.',
    access: 'public',
    params: none,
    query: z.object({ tenantId: z.string().min(1).max(60), entryPoint: z.string().min(1).max(120) }),
    body: null,
    answer: z
      .object({
        name: z.string(),
        isOpen: z.boolean(),
        languages: z.array(z.string()).readonly(),
        /** Whether the page may offer to mail what was said. */
        mailsTranscripts: z.boolean(),
      })
      .meta({ id: 'ChatEntry' }),
  }),
  startChat: operation({
    method: 'POST',
    path: '/chats',
    summary: 'Starts a chat; nobody is bothered before the first word. A repeat of the key answers the same chat.',
    access: 'public',
    params: none,
    query: none,
    body: z.object({
      tenantId: z.string().min(1).max(60),
      /** The key of the chat entry point, as the page that embeds it knows it. */
      entryPoint: z.string().min(1).max(120),
      customerName: z.string().trim().min(1).max(120),
      /** Of the page: what the flow says is in it, if the tenant speaks it. */
      language: z.string().min(2).max(35).nullable().default(null),
      /** Random: whoever knows it gets into the chat. */
      key: z.uuid(),
    }),
    answer: chatConnection,
  }),
  askForCall: operation({
    method: 'POST',
    path: '/callbacks',
    summary:
      'Asks to be called, now or later. An agent is asked first; nobody is called at night. A repeat of the key is the same call, and a number is called once at a time.',
    access: 'public',
    params: none,
    query: none,
    body: z.object({
      tenantId: z.string().min(1).max(60),
      /** The id of an entry point of calls for which the tenant allows forms. */
      entryPoint: z.string().min(1).max(120),
      /** With its country code: `+1 425 555 0199`. */
      number: z.string().trim().min(1).max(40),
      customerName: z.string().trim().min(1).max(120).nullable().default(null),
      language: z.string().min(2).max(35).nullable().default(null),
      /** Not before this instant; as soon as possible unless it is said. */
      at: z.iso.datetime({ offset: true }).nullable().default(null),
      key: z.uuid(),
    }),
    answer: z
      .object({ outcome: z.enum(['accepted', 'alreadyWaiting']), callFrom: z.number().int() })
      .meta({ id: 'CallPromised', description: '`callFrom`: nobody is called before that instant.' }),
  }),
  startWebCall: operation({
    method: 'POST',
    path: '/calls/web',
    summary:
      'Lets a page call an entry point without a telephone: a token of scope voip for the Calling SDK, and whom to call. Limited by visitor and address.',
    access: 'public',
    params: none,
    query: none,
    body: z.object({
      tenantId: z.string().min(1).max(60),
      /** The id of an entry point of calls that pages may call. */
      entryPoint: z.string().min(1).max(120),
      /** Random, of the page: it stands for the visitor. */
      key: z.uuid(),
    }),
    answer: z
      .object({ userId: z.string(), token: z.string(), tokenExpiresAt: z.number().int(), callee: z.string() })
      .meta({ id: 'WebCall', description: '`callee`: the Communication Services identity to call.' }),
  }),
  leaveChat: operation({
    method: 'POST',
    path: '/chats/{threadId}/leave',
    summary: 'Ends the chat for good.',
    access: 'public',
    params: thread,
    query: none,
    /** Who the customer is in the chat: knowing its id alone ends nothing. */
    body: z.object({ userId: z.string().min(1).max(300) }),
    answer: null,
  }),
  ...chatOperations,
} as const;
