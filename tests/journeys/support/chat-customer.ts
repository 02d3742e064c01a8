import { randomUUID } from 'node:crypto';
import { ChatClient, type ChatThreadClient } from '@azure/communication-chat';
import { AzureCommunicationTokenCredential } from '@azure/communication-common';
import type { Endpoints } from '../../../local/setup/endpoints';

interface Connection {
  readonly endpoint: string;
  readonly threadId: string;
  readonly userId: string;
  readonly token: string;
}

/** A customer with a browser, whoever carries the chat. */
export interface ChatCustomer {
  readonly threadId: string;
  readonly userId: string;
  readonly token: string;
  say(text: string): Promise<void>;
  /** Sends without waiting for what follows; `settle` later. */
  sayAtOnce(text: string): Promise<void>;
  /** What others wrote to them, the oldest first. */
  heard(): Promise<readonly string[]>;
  leave(): Promise<void>;
  /** The page is there, and asks. Of ACS nobody would know. */
  look(): Promise<unknown>;
}

/** One whose chat ACS carries. */
export interface AcsChatCustomer extends ChatCustomer {
  readonly endpoint: string;
}

/** Starts a chat by the product's API and goes on with the vendor's SDK. */
export async function createChatCustomer(
  { functions }: Endpoints,
  name: string,
  settle: () => Promise<void>,
): Promise<AcsChatCustomer> {
  const body = { tenantId: 'contoso', entryPoint: 'contoso-web', customerName: name, key: randomUUID() };
  const connection = await post<Connection>(`${functions.endpoint}/api/chats`, body);
  const credential = new AzureCommunicationTokenCredential(connection.token);
  const thread = new ChatClient(connection.endpoint, credential).getChatThreadClient(connection.threadId);
  const sayAtOnce = async (content: string) => {
    await thread.sendMessage({ content }, { senderDisplayName: name });
  };
  return {
    ...connection,
    sayAtOnce,
    async say(text) {
      await sayAtOnce(text);
      await settle();
    },
    heard: () => heard(thread, connection.userId),
    look: () => Promise.resolve(null),
    async leave() {
      const { threadId, userId } = connection;
      await post(`${functions.endpoint}/api/chats/${encodeURIComponent(threadId)}/leave`, { userId });
      await settle();
    },
  };
}

interface Said {
  readonly from: 'customer' | 'agent' | 'system';
  readonly text: string;
}

/** A chat of Switchboard's own: all of it goes by the product's API. */
export async function createOwnChatCustomer(
  { functions }: Endpoints,
  name: string,
  settle: () => Promise<void>,
): Promise<ChatCustomer> {
  const body = { tenantId: 'contoso', entryPoint: 'contoso-chat', customerName: name, key: randomUUID() };
  const connection = await post<Omit<Connection, 'endpoint'>>(`${functions.endpoint}/api/chats`, body);
  const { threadId, userId, token } = connection;
  const url = `${functions.endpoint}/api/chats/${encodeURIComponent(threadId)}`;
  const headers = { authorization: `Bearer ${token}` };
  const sayAtOnce = (text: string) => post<void>(`${url}/messages`, { key: randomUUID(), text }, headers);
  const look = async () => {
    const response = await fetch(`${url}/messages`, { headers });
    return (await response.json()) as { readonly messages: readonly Said[]; readonly state: object };
  };
  return {
    ...connection,
    sayAtOnce,
    look,
    async say(text) {
      await sayAtOnce(text);
      await settle();
    },
    heard: async () => (await look()).messages.flatMap(({ from, text }) => (from === 'customer' ? [] : [text])),
    async leave() {
      await post(`${url}/leave`, { userId });
      await settle();
    },
  };
}

async function heard(thread: ChatThreadClient, self: string): Promise<readonly string[]> {
  const texts: string[] = [];
  for await (const { type, sender, content } of thread.listMessages()) {
    const isOwn = sender?.kind === 'communicationUser' && sender.communicationUserId === self;
    if (type === 'text' && !isOwn) texts.push(content?.message ?? '');
  }
  return texts.reverse();
}

async function post<T>(url: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} was answered with ${response.status}: ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}
