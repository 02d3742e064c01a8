import { AzureKeyCredential, WebPubSubServiceClient } from '@azure/web-pubsub';
import {
  WebPubSubClient,
  WebPubSubJsonProtocol,
  WebPubSubJsonReliableProtocol,
  type WebPubSubClientOptions,
} from '@azure/web-pubsub-client';
import { createClock, type Clock } from '../kit/clock';
import { listen, type Listening } from '../kit/http';
import { ensureTls } from '../kit/tls';
import { createFaults, type Faults } from '../kit/faults';
import { createWork, type Work } from '../kit/work';
import { createWebPubSub, type WebPubSub } from './web-pubsub';

export const KEY = Buffer.from('a web pubsub key').toString('base64');
export const HUB = 'desk';

/** Web PubSub over https on a stopped clock, with the vendor's clients. */
export interface Workbench {
  readonly clock: Clock;
  readonly pubSub: WebPubSub;
  readonly faults: Faults;
  readonly work: Work;
  readonly server: Listening;
  readonly caFile: string;
  /** With the access key. */
  readonly service: WebPubSubServiceClient;
  /** As the app's identity. */
  readonly asIdentity: WebPubSubServiceClient;
  /** A client that is connected; what it got, as text. */
  client(options?: ClientOptions): Promise<TestClient>;
  /** Ends the process and starts another at its place. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export interface ClientOptions {
  readonly userId?: string;
  readonly roles?: string[];
  readonly groups?: string[];
  readonly isReliable?: boolean;
}

export interface TestClient {
  readonly client: WebPubSubClient;
  readonly connectionId: string;
  readonly got: readonly string[];
  /** Resolves once this many messages came. */
  until(count: number): Promise<readonly string[]>;
}

export async function openWorkbench(): Promise<Workbench> {
  // The vendor's WebSocket client has no option for an authority: it must be trusted by the process.
  const folder = process.env['SWITCHBOARD_TLS'];
  if (folder === undefined) throw new Error('Run this with `npm run jest`: the local certificate must be trusted.');
  const tls = await ensureTls(folder);
  const work = createWork();
  const clock = createClock(work, Date.now(), () => 0);
  const faults = createFaults(clock);
  const open = () =>
    createWebPubSub({
      ...{ clock, faults, work },
      keys: [KEY, Buffer.from('the other key').toString('base64')],
      endpoint: () => bench.server.url,
      verifyToken: async (token, audience) => token === 'good' && audience === 'https://webpubsub.azure.com',
    });
  let pubSub = open();
  let server = await listen(pubSub.service, { port: 0, tls, work });
  const options = { retryOptions: { maxRetries: 0 } };
  const started: WebPubSubClient[] = [];
  const bench: Workbench = {
    ...{ clock, faults, work, caFile: tls.caFile },
    get pubSub() {
      return pubSub;
    },
    get server() {
      return server;
    },
    service: new WebPubSubServiceClient(server.url, new AzureKeyCredential(KEY), HUB, options),
    asIdentity: new WebPubSubServiceClient(server.url, tokens('good'), HUB, options),
    async client(asked = {}) {
      const { userId = 'alex', roles = [], groups = [], isReliable = true } = asked;
      const { url } = await bench.service.getClientAccessToken({ userId, roles, groups });
      const client = new WebPubSubClient(url, clientOptions(isReliable));
      started.push(client);
      return connected(client);
    },
    async restart() {
      await server.close();
      pubSub = open();
      server = await listen(pubSub.service, { port: server.port, tls, work });
    },
    async close() {
      started.forEach((client) => client.stop());
      await server.close();
    },
  };
  return bench;
}

export const tokens = (token: string) => ({
  getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }),
});

const clientOptions = (isReliable: boolean): WebPubSubClientOptions => ({
  protocol: isReliable ? WebPubSubJsonReliableProtocol() : WebPubSubJsonProtocol(),
  messageRetryOptions: { maxRetries: 0 },
  autoReconnect: false,
});

async function connected(client: WebPubSubClient): Promise<TestClient> {
  const got: string[] = [];
  let arrived: () => void = () => undefined;
  const take = ({ message }: { message: { data: unknown } }) => {
    got.push(typeof message.data === 'string' ? message.data : JSON.stringify(message.data));
    arrived();
  };
  client.on('group-message', take);
  client.on('server-message', take);
  const connectionId = new Promise<string>((resolve) => client.on('connected', (e) => resolve(e.connectionId)));
  await client.start();
  return {
    client,
    connectionId: await connectionId,
    got,
    until: async (count) => {
      while (got.length < count) await new Promise<void>((resolve) => (arrived = resolve));
      return got;
    },
  };
}
