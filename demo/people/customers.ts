import { randomUUID } from 'node:crypto';
import { ChatClient, type ChatThreadClient } from '@azure/communication-chat';
import { AzureCommunicationTokenCredential, isCommunicationUserIdentifier } from '@azure/communication-common';
import type { Endpoints } from '../../local/setup/endpoints';
import { request, type Simulator } from '../simulator';

/** A customer who writes. */
export interface Writer {
  /** What the product knows them by: a chat user, a number, a mail address. */
  readonly address: string;
  write(text: string): Promise<void>;
  /** What others wrote to them, the oldest first. */
  heard(): Promise<readonly string[]>;
}

export interface Chatter extends Writer {
  readonly threadId: string;
  /** Who else is in the thread. */
  others(): Promise<readonly string[]>;
}

interface Connection {
  readonly endpoint: string;
  readonly threadId: string;
  readonly userId: string;
  readonly token: string;
}

/** With a browser: begins by the product's API and goes on with the Chat SDK. */
export async function createChatter({ functions }: Endpoints, name: string): Promise<Chatter> {
  const { endpoint, threadId, userId, token } = await request<Connection>(`${functions.endpoint}/api/chats`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ tenantId: 'contoso', entryPoint: 'contoso-web', customerName: name, key: randomUUID() }),
  });
  const client = new ChatClient(endpoint, new AzureCommunicationTokenCredential(token));
  const thread = client.getChatThreadClient(threadId);
  return {
    address: userId,
    threadId,
    others: () => othersIn(thread, userId),
    async write(content) {
      await thread.sendMessage({ content }, { senderDisplayName: name });
    },
    heard: () => heardIn(thread, userId),
  };
}

async function heardIn(thread: ChatThreadClient, self: string): Promise<readonly string[]> {
  const texts: string[] = [];
  for await (const { type, sender, content } of thread.listMessages()) {
    const isOwn = sender?.kind === 'communicationUser' && sender.communicationUserId === self;
    if (type === 'text' && !isOwn) texts.push(content?.message ?? '');
  }
  return texts.reverse();
}

async function othersIn(thread: ChatThreadClient, self: string): Promise<readonly string[]> {
  const others: string[] = [];
  for await (const { id } of thread.listParticipants())
    if (isCommunicationUserIdentifier(id) && id.communicationUserId !== self) others.push(id.communicationUserId);
  return others;
}

/** With a handset. */
export function createTexter(simulator: Simulator, address: string): Writer {
  const texts = `/_local/handsets/${encodeURIComponent(address)}/texts`;
  return {
    address,
    write: (text) => simulator.post(texts, { text }),
    async heard() {
      const answer = await simulator.get<{ texts: { direction: 'in' | 'out'; message: string }[] }>(texts);
      return answer.texts.flatMap(({ direction, message }) => (direction === 'in' ? [message] : []));
    },
  };
}

interface MailSeen {
  readonly direction: 'received' | 'sent';
  readonly mail: { readonly text: string | null; readonly html: string | null };
}

/** With a mailbox. */
export function createMailer(simulator: Simulator, address: string, name: string, subject: string): Writer {
  const mails = `/_local/mailboxes/${encodeURIComponent(address)}/mails`;
  return {
    address,
    write: (text) => simulator.post(mails, { name, subject, text }),
    async heard() {
      const answer = await simulator.get<{ mails: readonly MailSeen[] }>(mails);
      return answer.mails.flatMap(({ direction, mail }) =>
        direction === 'received' ? [mail.text ?? mail.html ?? ''] : [],
      );
    },
  };
}

/** With a telephone. */
export interface Caller {
  readonly address: string;
  /** Gives the name of this call for `press` and `hangUp`. */
  dial(): Promise<string>;
  press(call: string, keys: string): Promise<void>;
  hangUp(call: string): Promise<void>;
}

export function createCaller(simulator: Simulator, address: string, displayName: string): Caller {
  const calls = '/_local/phones/calls';
  return {
    address,
    dial: async () => (await simulator.post<{ id: string }>(calls, { from: address, displayName })).id,
    press: (call, keys) => simulator.post(`${calls}/${call}/press`, { keys }),
    hangUp: (call) => simulator.post(`${calls}/${call}/hang-up`),
  };
}
