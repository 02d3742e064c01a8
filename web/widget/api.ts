import type { ChatMessage, ChatState } from '../../shared/contracts/chat';

/** Where the page says that it chats. */
export interface Place {
  /** The stamp: where the script came from. */
  readonly base: string;
  readonly tenantId: string;
  readonly entryPoint: string;
}

export interface Entry {
  readonly name: string;
  readonly isOpen: boolean;
}

interface Opened {
  readonly threadId: string;
  readonly userId: string;
  readonly token: string;
}

export type Connection =
  | (Opened & { readonly provider: 'switchboard' })
  | (Opened & { readonly provider: 'acs'; readonly endpoint: string });

export interface Read {
  readonly messages: readonly ChatMessage[];
  /** Null where the provider does not know it. */
  readonly state: ChatState | null;
}

/** Who carries the words of an open chat. */
export interface Carrier {
  /** A repeat of the key is the same message. */
  send(key: string, text: string): Promise<void>;
  read(after: number): Promise<Read>;
  /** The address to listen at; null where there is none. */
  live: (() => Promise<string>) | null;
  leave(): Promise<void>;
}

/** The stamp refused. `status` as in HTTP. */
export class Refused extends Error {
  constructor(readonly status: number) {
    super(`The chat was refused: ${status}.`);
  }
}

async function ask<T>(url: string, init: RequestInit = {}): Promise<T> {
  const response = await fetch(url, { ...init, credentials: 'omit', referrerPolicy: 'no-referrer' });
  if (!response.ok) throw new Refused(response.status);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

const json = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

export const readEntry = ({ base, tenantId, entryPoint }: Place): Promise<Entry> =>
  ask(`${base}/api/chats/entry?${new URLSearchParams({ tenantId, entryPoint }).toString()}`);

/** The same chat for the same key. */
export const startChat = (
  { base, tenantId, entryPoint }: Place,
  customerName: string,
  key: string,
): Promise<Connection> => ask(`${base}/api/chats`, json({ tenantId, entryPoint, customerName, key }));

const chatUrl = ({ base }: Place, { threadId }: Opened): string => `${base}/api/chats/${encodeURIComponent(threadId)}`;

export const leaveChat = (place: Place, connection: Connection): Promise<void> =>
  ask(`${chatUrl(place, connection)}/leave`, json({ userId: connection.userId }));

/** Switchboard's own chat. */
export function ownCarrier(place: Place, connection: Connection): Carrier {
  const url = chatUrl(place, connection);
  const authorization = `Bearer ${connection.token}`;
  return {
    async send(key, text) {
      const { method, body } = json({ key, text });
      await ask(`${url}/messages`, {
        method,
        body,
        headers: { 'content-type': 'application/json', authorization },
      } as RequestInit);
    },
    read: (after) => ask(`${url}/messages?after=${after}`, { headers: { authorization } }),
    live: async () => (await ask<{ url: string }>(`${url}/live`, { method: 'POST', headers: { authorization } })).url,
    leave: () => leaveChat(place, connection),
  };
}

/** `acs.ts`, which is loaded by whoever needs it. */
interface AcsModule {
  openAcs(connection: Connection): Pick<Carrier, 'send' | 'read'>;
}

/** ACS Chat: its client is loaded from the stamp when it is needed, and not before. */
export async function acsCarrier(place: Place, connection: Connection): Promise<Carrier> {
  const { openAcs } = (await import(`${place.base}/api/widget/acs.js`)) as AcsModule;
  const acs = openAcs(connection);
  return { ...acs, live: null, leave: () => leaveChat(place, connection) };
}
