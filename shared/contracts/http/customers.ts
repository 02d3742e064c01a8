import { z } from 'zod';
import { operation } from './operation';

const none = z.object({});

export const chatConnection = z
  .object({
    provider: z.literal('acs'),
    endpoint: z.string(),
    threadId: z.string(),
    userId: z.string(),
    token: z.string(),
    tokenExpiresAt: z.number().int(),
  })
  .meta({
    id: 'ChatConnection',
    description: 'What a browser needs to chat with the Azure Communication Services SDK.',
  });

/** What a customer's browser asks for. */
export const customerOperations = {
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
      /** Random: whoever knows it gets into the chat. */
      key: z.uuid(),
    }),
    answer: chatConnection,
  }),
  leaveChat: operation({
    method: 'POST',
    path: '/chats/{threadId}/leave',
    summary: 'Ends the chat for good.',
    access: 'public',
    params: z.object({ threadId: z.string().min(1).max(300) }),
    query: none,
    /** Who the customer is in the chat: knowing its id alone ends nothing. */
    body: z.object({ userId: z.string().min(1).max(300) }),
    answer: null,
  }),
} as const;
