import { z } from 'zod';
import { operation } from './operation';

const none = z.object({});

/** What Microsoft's services and carriers post to us. Their bodies are theirs: adapters read them. */
export const webhookOperations = {
  callCallback: operation({
    method: 'POST',
    path: '/calls/{tenantId}/{interactionId}/events',
    summary: 'What Call Automation reports about a call.',
    access: 'webhook',
    params: z.object({ tenantId: z.string().min(1), interactionId: z.string().min(1) }),
    query: none,
    body: z.unknown(),
    answer: null,
  }),
  botMessages: operation({
    method: 'POST',
    path: '/bot/messages',
    summary: 'What agents write to and press in the chat with our bot.',
    access: 'webhook',
    params: none,
    query: none,
    body: z.unknown(),
    answer: z.unknown(),
  }),
  carrierTexts: operation({
    method: 'POST',
    path: '/texts/{carrier}/events',
    summary: 'What a carrier of texts reports: a text of a customer, or what became of one of ours.',
    access: 'webhook',
    params: z.object({ carrier: z.string().min(1) }),
    query: none,
    body: z.unknown(),
    // Carriers take 200 alone for taken.
    answer: none,
  }),
  mailNotification: operation({
    method: 'POST',
    path: '/mail/notifications',
    summary: 'What Microsoft Graph says about new mail.',
    access: 'webhook',
    params: none,
    query: z.object({
      validationToken: z.string().optional(),
      tenantId: z.string().optional(),
      mailbox: z.string().optional(),
    }),
    body: z.unknown(),
    answer: null,
  }),
} as const;
