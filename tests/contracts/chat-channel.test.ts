import { ChatClient } from '@azure/communication-chat';
import { AzureCommunicationTokenCredential } from '@azure/communication-common';
import { createHttpHeaders, type HttpClient } from '@azure/core-rest-pipeline';
import { createCommunication } from '../../local/communication/communication';
import { createClock } from '../../local/kit/clock';
import { dispatch, type Service } from '../../local/kit/http';
import { openStore } from '../../local/kit/store';
import { createWork } from '../../local/kit/work';
import { chatByProvider, createAcsChat, createOwnChat, createServiceUser } from '../../shared/channels/chat';
import type { ChatFile } from '../../shared/contracts/chat';
import type { ChatConnection } from '../../shared/ports/channels';
import { describeChatChannel, type ChatSeen, type ChatSetUp } from './chat-channel.testsuite';
import { memoryThreadLog } from './fakes/memory-thread-log';

const ENDPOINT = 'https://acs.example';
const START = Date.UTC(2026, 9, 5, 14);
const DAY_MS = 86_400_000;

/** The local service, reached without a network. */
const clientFor = (service: Service): HttpClient => ({
  async sendRequest(request) {
    const headers = request.headers.toJSON();
    const url = new URL(request.url);
    const body = Buffer.from(typeof request.body === 'string' ? request.body : '');
    const { method } = request;
    const json = () => (body.length === 0 ? {} : (JSON.parse(body.toString('utf8')) as unknown));
    const target = `${url.pathname}${url.search}`;
    const answer = await dispatch(service, { method, url, target, headers, body, json });
    return {
      request,
      status: answer.status,
      headers: createHttpHeaders({ ...answer.headers }),
      bodyAsText: answer.body === undefined ? '' : JSON.stringify(answer.body),
    };
  },
});

async function acs(): Promise<ChatSetUp> {
  const work = createWork();
  // Of real time, because the vendor's client looks at the end of a token by its own clock.
  const clock = createClock(work, Date.now(), Date.now);
  const store = openStore(':memory:');
  const communication = createCommunication({
    ...{ store, clock, work },
    endpoint: () => ENDPOINT,
    accessKey: Buffer.from('an access key for tests').toString('base64'),
    immutableResourceId: '0a1b2c3d-0000-4000-8000-00000000abcd',
    publish: async () => undefined,
    verifyToken: async (token) => (token === 'a-token' ? {} : undefined),
  });
  const httpClient = clientFor(communication.service);
  const credential = { getToken: async () => ({ token: 'a-token', expiresOnTimestamp: Number.MAX_SAFE_INTEGER }) };
  const access = { endpoint: ENDPOINT, credential, httpClient };
  const chat = createAcsChat({
    ...access,
    clock,
    serviceUserId: await createServiceUser(access),
    sign: async () => ({ token: 'a pass' }),
    seenAt: async () => null,
  });

  /** By the vendor's client, as the page does. */
  async function read({ threadId, token }: ChatConnection): Promise<readonly ChatSeen[]> {
    const page = new ChatClient(ENDPOINT, new AzureCommunicationTokenCredential(token), { httpClient });
    const seen: ChatSeen[] = [];
    for await (const { type, content, senderDisplayName, metadata } of page
      .getChatThreadClient(threadId)
      .listMessages()) {
      if (type !== 'text') continue;
      const files = JSON.parse(metadata?.['switchboardFiles'] ?? '[]') as ChatFile[];
      seen.unshift({
        from: senderDisplayName ?? null,
        text: content?.message ?? '',
        files: files.map(({ name }) => name),
      });
    }
    return seen;
  }
  return { chat, read, now: clock.now, close: async () => store.close() };
}

async function own(): Promise<ChatSetUp> {
  const log = memoryThreadLog();
  const now = () => START;
  const chat = createOwnChat({
    log,
    clock: { now },
    sign: async () => ({ token: 'a pass', expiresAt: START + DAY_MS }),
    tell: async () => undefined,
  });
  const read = async ({ threadId }: ChatConnection) =>
    (await log.list(threadId, 0)).map(({ name, text, files }) => ({
      ...{ from: name, text },
      files: (files ?? []).map((file) => file.name),
    }));
  return { chat, read, now, close: async () => undefined };
}

/** Both as one channel; the customer reads where their chat is. */
async function both(): Promise<ChatSetUp> {
  const [one, other] = [await acs(), await own()];
  return {
    chat: chatByProvider({ acs: one.chat, switchboard: other.chat }, async () => undefined),
    read: (connection) => (connection.provider === 'acs' ? one : other).read(connection),
    now: one.now,
    close: one.close,
  };
}

describeChatChannel('ACS', { provider: 'acs', repeats: 'sentAgain', setUp: acs });
describeChatChannel('Switchboard itself', { provider: 'switchboard', repeats: 'recognised', setUp: own });
describeChatChannel('their provider, which is ACS', { provider: 'acs', repeats: 'sentAgain', setUp: both });
describeChatChannel('their provider, which is Switchboard', {
  ...{ provider: 'switchboard', repeats: 'recognised' },
  setUp: async () => ({ ...(await both()), now: () => START }),
});
