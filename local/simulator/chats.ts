import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { LocalAzure } from '../azure';
import type { Post } from '../kit/post';
import { EMPTY, get, post, Refused, type Operation } from './operation';

/** What a customer's browser holds while it chats: the answer of the product's `startChat`. */
interface Connection {
  readonly endpoint: string;
  readonly threadId: string;
  readonly userId: string;
  readonly token: string;
}

/** A line of a chat as its customer sees it. */
interface Line {
  readonly id: string;
  readonly text: string;
  readonly isOwn: boolean;
  readonly name: string | null;
  readonly at: number;
}

/** https://learn.microsoft.com/rest/api/communication/chat/operation-groups */
const API_VERSION = '2025-03-15';

/**
 * Customers' chat windows: the product's public API starts and ends a chat, and between the two Azure Communication
 * Services is spoken to with the customer's own token, as the widget in a browser does.
 */
export function chatOperations(azure: LocalAzure, call: Post): readonly Operation[] {
  const windows = new Map<string, Connection>();
  const open = (key: string | undefined): Connection => {
    const connection = windows.get(key ?? '');
    if (connection === undefined) throw new Refused(404, 'There is no such chat window; it has to be opened again.');
    return connection;
  };
  return [
    post(
      'openChat',
      '/_local/chats',
      'A customer opens the chat of the organisation; the same `key` opens the same chat again.',
      z.object({ customerName: z.string().min(1), key: z.uuid().optional() }),
      async ({ body }) => {
        const key = body.key ?? randomUUID();
        const connection = await startChat(azure, call, body.customerName, key);
        windows.set(key, connection);
        return { key, threadId: connection.threadId, userId: connection.userId };
      },
    ),
    get(
      'readChat',
      '/_local/chats/{key}/messages',
      'What stands in the window, the oldest first.',
      async ({ params }) => {
        const connection = open(params['key']);
        const lines = await linesOf(call, connection);
        // Who was removed from a thread reads no more of it; the window still shows what was pushed to it before.
        return lines === undefined ? { lines: pushedTo(azure, connection), isOver: true } : { lines, isOver: false };
      },
    ),
    post(
      'writeInChat',
      '/_local/chats/{key}/messages',
      'The customer writes.',
      z.object({ text: z.string().min(1), customerName: z.string() }),
      ({ params, body }) => write(call, open(params['key']), body.text, body.customerName),
    ),
    post('leaveChat', '/_local/chats/{key}/leave', 'The customer ends the chat.', EMPTY, async ({ params }) => {
      const { threadId, userId } = open(params['key']);
      const url = `${azure.endpoints.functions.endpoint}/api/chats/${encodeURIComponent(threadId)}/leave`;
      await expectDone(call({ url, headers: JSON_BODY, body: JSON.stringify({ userId }) }));
    }),
  ];
}

const JSON_BODY = { 'content-type': 'application/json' };

async function startChat(azure: LocalAzure, call: Post, customerName: string, key: string): Promise<Connection> {
  const { organisation, endpoints } = azure;
  const body = { tenantId: organisation.id, entryPoint: organisation.addresses.chat, customerName, key };
  const url = `${endpoints.functions.endpoint}/api/chats`;
  const answer = await expectDone(call({ url, headers: JSON_BODY, body: JSON.stringify(body) }));
  return JSON.parse(answer) as Connection;
}

const messagesUrl = ({ endpoint, threadId }: Connection) =>
  `${endpoint.replace(/\/+$/, '')}/chat/threads/${encodeURIComponent(threadId)}/messages?api-version=${API_VERSION}`;

interface WireMessage {
  readonly id: string;
  readonly type: string;
  readonly content?: { readonly message?: string };
  readonly senderDisplayName?: string;
  readonly createdOn: string;
  readonly senderCommunicationIdentifier?: { readonly rawId?: string };
}

const pushedTo = ({ cloud }: LocalAzure, { threadId, userId }: Connection): Line[] =>
  cloud.communication.chats.messages(threadId).map(({ id, text, by, displayName, sentAt }) => ({
    id,
    text,
    isOwn: by === userId,
    name: displayName,
    at: sentAt,
  }));

const NO_MORE = [403, 404];

/** Undefined when the customer is no longer in the thread. */
async function linesOf(call: Post, connection: Connection): Promise<Line[] | undefined> {
  const headers = { authorization: `Bearer ${connection.token}` };
  const found: WireMessage[] = [];
  let url: string | undefined = messagesUrl(connection);
  while (url !== undefined) {
    const answer = await call({ url, method: 'GET', headers, body: '' });
    if (NO_MORE.includes(answer.status)) return undefined;
    if (answer.status !== 200) throw new Refused(502, `${answer.status}: ${answer.body}`);
    const page = JSON.parse(answer.body) as { readonly value: readonly WireMessage[]; readonly nextLink?: string };
    found.push(...page.value);
    url = page.nextLink;
  }
  return found
    .filter(({ type }) => type === 'text' || type === 'html')
    .reverse()
    .map((message) => ({
      id: message.id,
      text: message.content?.message ?? '',
      isOwn: message.senderCommunicationIdentifier?.rawId === connection.userId,
      name: message.senderDisplayName ?? null,
      at: Date.parse(message.createdOn),
    }));
}

async function write(call: Post, connection: Connection, content: string, senderDisplayName: string): Promise<unknown> {
  const headers = { ...JSON_BODY, authorization: `Bearer ${connection.token}` };
  const body = JSON.stringify({ content, senderDisplayName, type: 'text' });
  return JSON.parse(await expectDone(call({ url: messagesUrl(connection), headers, body })));
}

/** The body of a good answer; a bad one is told to whoever asked. */
async function expectDone(pending: ReturnType<Post>): Promise<string> {
  const answer = await pending;
  if (answer.status >= 400) throw new Refused(answer.status === 404 ? 404 : 502, `${answer.status}: ${answer.body}`);
  return answer.body;
}
