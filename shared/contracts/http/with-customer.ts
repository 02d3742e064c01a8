import { z } from 'zod';
import { chatFile } from '../chat';
import { CHANNELS } from '../../core/lib/channel';
import { message, note, sentMessage, surveyAnswer } from './interaction';
import { interactionParams, none } from './on-interaction';
import { operation } from './operation';

const at = z.number().int();
const pastParams = interactionParams.extend({ pastId: z.string().min(1).max(100) });

const pastInteraction = z
  .object({
    interactionId: z.string(),
    channel: z.enum(CHANNELS),
    openedAt: at,
    isOpen: z.boolean(),
    /** Who talked with the customer. */
    agentNames: z.array(z.string()).readonly(),
    queueName: z.string().nullable(),
  })
  .meta({ id: 'PastInteraction' });

/** What an agent does with the customer of an interaction, beside answering. */
export const withCustomerOperations = {
  typeToCustomer: operation({
    method: 'POST',
    path: '/agent/interactions/{interactionId}/typing',
    summary: 'The agent writes something, and has not sent it: the page of a chat shows it for some seconds.',
    access: 'agent',
    params: interactionParams,
    query: none,
    body: null,
    answer: null,
  }),
  sendFileToCustomer: operation({
    method: 'POST',
    path: '/agent/interactions/{interactionId}/files',
    summary:
      'Sends a file (the body, as it is) to the customer of a chat, by the rules of `putChatFile`. Channels that carry no files answer 409.',
    access: 'agent',
    params: interactionParams,
    query: z.object({
      name: z.string().min(1).max(400),
      key: z.string().min(8).max(100),
      writtenAt: z.coerce.number().int(),
    }),
    body: null,
    answer: sentMessage,
  }),
  keepMailFile: operation({
    method: 'POST',
    path: '/agent/interactions/{interactionId}/attachments',
    summary:
      'Keeps a file (the body, as it is) by the rules of `putChatFile`, until `replyToCustomer` names it. Mail only: other channels answer 409.',
    access: 'agent',
    params: interactionParams,
    query: z.object({ name: z.string().min(1).max(400), key: z.string().min(8).max(100) }),
    body: null,
    answer: chatFile,
  }),
  getAttachment: operation({
    method: 'GET',
    path: '/agent/interactions/{interactionId}/attachments/{index}',
    summary: 'A file that came or went with a message, to be kept: never shown as a page.',
    access: 'agent',
    params: interactionParams.extend({ index: z.coerce.number().int().min(0).max(1_000) }),
    query: z.object({ message: z.string().min(1).max(300) }),
    body: null,
    answer: z.string().meta({ format: 'binary', description: 'The file itself.' }),
  }),
  getCustomerHistory: operation({
    method: 'GET',
    path: '/agent/interactions/{interactionId}/history',
    summary:
      'What the customer did before, on any channel, under exactly the same address. Only while the agent holds the interaction.',
    access: 'agent',
    params: interactionParams,
    query: none,
    body: null,
    answer: z
      .object({
        /** By which they are known; null: by nothing (a withheld number, a visitor of a page), so nothing is known. */
        address: z.string().nullable(),
        past: z.array(pastInteraction).readonly(),
      })
      .meta({ id: 'CustomerHistory' }),
  }),
  getPastInteraction: operation({
    method: 'GET',
    path: '/agent/interactions/{interactionId}/history/{pastId}',
    summary: 'What was said and written down in an earlier interaction of the customer.',
    access: 'agent',
    params: pastParams,
    query: none,
    body: null,
    answer: pastInteraction.extend({
      messages: z.array(message),
      notes: z.array(note),
      survey: surveyAnswer.nullable(),
    }),
  }),
  setSamePerson: operation({
    method: 'PUT',
    path: '/agent/interactions/{interactionId}/history/{pastId}',
    summary:
      'Says that an earlier interaction under the same address was somebody else’s, and takes it out of the history, or brings it back.',
    access: 'agent',
    params: pastParams,
    query: none,
    body: z.object({ isSamePerson: z.boolean() }),
    answer: null,
  }),
} as const;

export type PastInteractionView = z.infer<typeof pastInteraction>;
