import type { ChatFile, ChatMessage, ChatState } from '../../shared/contracts/chat';

/** Where the page says that it chats. */
export interface Place {
  /** The stamp: where the script came from. */
  readonly base: string;
  readonly tenantId: string;
  readonly entryPoint: string;
}

/** What the stamp says of a chat before it begins. */
export interface Entry {
  readonly name: string;
  readonly isOpen: boolean;
  readonly mailsTranscripts: boolean;
}

interface Opened {
  readonly threadId: string;
  readonly userId: string;
  readonly token: string;
  /** Milliseconds since the epoch. */
  readonly tokenExpiresAt: number;
}

/** A chat that was started, as the stamp tells it. */
export type Connection =
  | (Opened & { readonly provider: 'switchboard' })
  | (Opened & { readonly provider: 'acs'; readonly endpoint: string; readonly pass: string });

/** What was said after a number, and where the customer stands. */
export interface Read {
  readonly messages: readonly ChatMessage[];
  readonly state: ChatState;
}

/** The words of a chat, wherever they stand. */
export interface Words {
  /** Whether the numbers of messages have gaps that mean nothing. */
  readonly hasGaps: boolean;
  /** A repeat of the key is the same message, where the carrier knows keys. */
  send(key: string, text: string, files: readonly ChatFile[]): Promise<void>;
  read(after: number): Promise<readonly ChatMessage[]>;
}

/** An open chat: its words, and what stands beside them. */
export interface Carrier {
  readonly hasGaps: boolean;
  send: Words['send'];
  read(after: number): Promise<Read>;
  /** The address to listen at. */
  live(): Promise<string>;
  typing(): Promise<void>;
  putFile(file: File, key: string): Promise<ChatFile>;
  getFile(file: ChatFile): Promise<Blob>;
  rate(score: number, comment: string): Promise<void>;
  askForTranscript(address: string, language: string): Promise<void>;
  mailTranscript(address: string, language: string, code: string): Promise<void>;
  leave(): Promise<void>;
}

/** The stamp refused. `status` as in HTTP; `why` is its word for a field, where it says one. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly why: string | undefined,
  ) {
    super(`The chat was refused: ${status}.`);
  }
}

interface Problem {
  readonly errors?: readonly { readonly message: string }[];
}

async function fetched(url: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(url, { ...init, credentials: 'omit', referrerPolicy: 'no-referrer' });
  if (response.ok) return response;
  const problem = (await response.json().catch(() => ({}))) as Problem;
  throw new Refused(response.status, problem.errors?.[0]?.message);
}

async function ask<T>(url: string, init: RequestInit = {}): Promise<T> {
  const response = await fetched(url, init);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

const json = (body: object, headers: Readonly<Record<string, string>> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

export const readEntry = ({ base, tenantId, entryPoint }: Place): Promise<Entry> =>
  ask(`${base}/api/chats/entry?${new URLSearchParams({ tenantId, entryPoint }).toString()}`);

/** The same chat for the same key. */
export const startChat = (
  { base, tenantId, entryPoint }: Place,
  customer: { readonly customerName: string; readonly language: string },
  key: string,
): Promise<Connection> => ask(`${base}/api/chats`, json({ tenantId, entryPoint, ...customer, key }));

/** Asks to be called. `callFrom`: nobody calls before that instant. */
export const askForCall = (
  { base, tenantId }: Place,
  asked: {
    readonly entryPoint: string;
    readonly name: string;
    readonly number: string;
    readonly language: string;
    readonly key: string;
  },
): Promise<{ readonly callFrom: number }> => {
  const { name: customerName, ...rest } = asked;
  return ask(`${base}/api/callbacks`, json({ tenantId, customerName, ...rest }));
};

/** A token to call with from the page, and whom. */
export const startWebCall = (
  { base, tenantId }: Place,
  asked: { readonly entryPoint: string; readonly key: string },
): Promise<{ readonly token: string; readonly callee: string }> =>
  ask(`${base}/api/calls/web`, json({ tenantId, ...asked }));

const chatUrl = ({ base }: Place, { threadId }: Opened): string => `${base}/api/chats/${encodeURIComponent(threadId)}`;

/** Opens a chat. The client of ACS is loaded from the stamp when it is needed, and not before. */
export async function openCarrier(place: Place, connection: Connection): Promise<Carrier> {
  const url = chatUrl(place, connection);
  const headers = { authorization: `Bearer ${connection.provider === 'acs' ? connection.pass : connection.token}` };
  const post = <T>(path: string, body: object): Promise<T> => ask(`${url}/${path}`, json(body, headers));
  const acs = connection.provider === 'acs' ? await acsWords(place, connection) : undefined;
  return {
    hasGaps: acs?.hasGaps ?? false,
    send: acs?.send ?? ((key, text, files) => post('messages', { key, text, fileIds: files.map((one) => one.fileId) })),
    async read(after) {
      const [own, words] = await Promise.all([
        ask<Read>(`${url}/messages?after=${after}`, { headers }),
        acs?.read(after),
      ]);
      return { messages: words ?? own.messages, state: own.state };
    },
    live: async () => (await ask<{ url: string }>(`${url}/live`, { method: 'POST', headers })).url,
    typing: () => ask(`${url}/typing`, { method: 'POST', headers }),
    putFile: (file, key) =>
      ask(`${url}/files?${new URLSearchParams({ name: file.name, key }).toString()}`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/octet-stream' },
        body: file,
      }),
    getFile: async ({ fileId }) => (await fetched(`${url}/files/${fileId}`, { headers })).blob(),
    rate: (score, comment) => post('survey', { score, comment }),
    askForTranscript: (address, language) => post('transcript', { address, language }),
    mailTranscript: (address, language, code) => post('transcript/mail', { address, language, code }),
    leave: () => ask(`${url}/leave`, json({ userId: connection.userId })),
  };
}

/** `acs.ts`, which is loaded by whoever needs it. */
interface AcsModule {
  openAcs(connection: Connection): Words;
}

async function acsWords(place: Place, connection: Connection): Promise<Words> {
  const { openAcs } = (await import(`${place.base}/api/widget/acs.js`)) as AcsModule;
  return openAcs(connection);
}
