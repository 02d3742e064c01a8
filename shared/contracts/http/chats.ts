import { z } from 'zod';
import { chatFile, chatMessage, chatState } from '../chat';
import { liveConnection } from './live';
import { operation } from './operation';

const none = z.object({});
export const thread = z.object({ threadId: z.string().min(1).max(300) });
const file = thread.extend({ fileId: z.string().regex(/^[0-9a-f]{64}\.[a-z]{2,5}$/) });
const address = z.email().max(254);
const language = z.string().min(2).max(35).nullable().default(null);

/** What the customer of a chat does in it, by the token or the pass that its start answered. */
export const chatOperations = {
  sendChatMessage: operation({
    method: 'POST',
    path: '/chats/{threadId}/messages',
    summary:
      'Writes in a chat of our own, with files that were put before. A repeat of the key is the same message. In a chat of Communication Services 409: its own client writes there.',
    access: 'customer',
    params: thread,
    query: none,
    body: z.object({
      key: z.uuid(),
      text: z.string().trim().min(1).max(4_000),
      fileIds: z.array(file.shape.fileId).max(5).default([]),
    }),
    answer: chatMessage,
  }),
  readChat: operation({
    method: 'GET',
    path: '/chats/{threadId}/messages',
    summary:
      'What was said after a number, and where the customer stands. Asking says that the page is there. Of a chat of Communication Services only the latter: the words are there.',
    access: 'customer',
    params: thread,
    query: z.object({ after: z.coerce.number().int().nonnegative().default(0) }),
    body: null,
    answer: z.object({ messages: z.array(chatMessage).readonly(), state: chatState }),
  }),
  listenToChat: operation({
    method: 'POST',
    path: '/chats/{threadId}/live',
    summary: 'Where the page hears what is said. Answers 503 on a stamp without Web PubSub.',
    access: 'customer',
    params: thread,
    query: none,
    body: null,
    answer: liveConnection,
  }),
  typeInChat: operation({
    method: 'POST',
    path: '/chats/{threadId}/typing',
    summary: 'The customer writes something, and has not sent it: the desk of the agent shows it for some seconds.',
    access: 'customer',
    params: thread,
    query: none,
    body: null,
    answer: null,
  }),
  putChatFile: operation({
    method: 'POST',
    path: '/chats/{threadId}/files',
    summary:
      'Puts a file (the body, as it is) to be sent with a message. 5 MB of a picture, a document or plain text at most; the name and the content are looked at, and what is refused says why in `errors`.',
    access: 'customer',
    params: thread,
    query: z.object({ name: z.string().min(1).max(400), key: z.uuid() }),
    body: null,
    answer: chatFile,
  }),
  getChatFile: operation({
    method: 'GET',
    path: '/chats/{threadId}/files/{fileId}',
    summary: 'A file of the chat.',
    access: 'customer',
    params: file,
    query: none,
    body: null,
    answer: z.string().meta({ format: 'binary', description: 'The file itself.' }),
  }),
  rateChat: operation({
    method: 'POST',
    path: '/chats/{threadId}/survey',
    summary: 'Says how the last conversation was, once. 409 when there is none that may be rated.',
    access: 'customer',
    params: thread,
    query: none,
    body: z.object({
      score: z.number().int().min(1).max(5),
      comment: z.string().trim().max(1_000).nullable().default(null),
    }),
    answer: null,
  }),
  askForTranscript: operation({
    method: 'POST',
    path: '/chats/{threadId}/transcript',
    summary:
      'Mails a code to an address, which proves that it is the customer’s own. The mail holds nothing that the customer wrote.',
    access: 'customer',
    params: thread,
    query: none,
    body: z.object({ address, language }),
    answer: null,
  }),
  mailTranscript: operation({
    method: 'POST',
    path: '/chats/{threadId}/transcript/mail',
    summary: 'Mails what was said in the chat to the address that the code was mailed to.',
    access: 'customer',
    params: thread,
    query: none,
    body: z.object({ address, language, code: z.string().regex(/^\d{6}$/) }),
    answer: null,
  }),
} as const;
