import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AzureCommunicationTokenCredential,
  createCommunicationAuthPolicy,
  parseClientArguments,
} from '@azure/communication-common';
import { ChatClient } from '@azure/communication-chat';
import { CommunicationIdentityClient, type TokenScope } from '@azure/communication-identity';
import { EmailClient } from '@azure/communication-email';
import { SmsClient } from '@azure/communication-sms';
import {
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineFromOptions,
  createPipelineRequest,
  type PipelinePolicy,
} from '@azure/core-rest-pipeline';
import { createClock } from '../kit/clock';
import { listen } from '../kit/http';
import { openStore } from '../kit/store';
import { ensureTls, type Tls } from '../kit/tls';
import { createWork } from '../kit/work';
import { createCommunication, type CommunicationOptions } from './communication';
import type { GridEvent } from './grid-event';

export const NOON = Date.UTC(2026, 9, 5, 12);
export const ACCESS_KEY = Buffer.from('an access key for tests').toString('base64');
export const RESOURCE_ID = '0a1b2c3d-0000-4000-8000-00000000abcd';
/** The one Entra token that is valid, and for which audience. */
export const ENTRA_TOKEN = { token: 'entra-token', audience: 'https://communication.azure.com' };

const folder = mkdtempSync(join(tmpdir(), 'communication-'));
afterAll(() => rmSync(folder, { recursive: true }));
let tls: Promise<Tls> | undefined;
let files = 0;

export type Trial = Awaited<ReturnType<typeof startTrial>>;

export interface TrialOptions extends Partial<CommunicationOptions> {
  /** Of an earlier trial, to go on with its state. */
  readonly file?: string;
  readonly startAt?: number;
}

/** The emulator behind a real https server with a stopped clock, and the vendors' clients for it. */
export async function startTrial({ file, startAt = NOON, ...options }: TrialOptions = {}) {
  const path = file ?? join(folder, `state${(files += 1)}.db`);
  const certificates = await (tls ??= ensureTls(folder));
  const work = createWork();
  const clock = createClock(work, startAt, () => Date.now());
  const store = openStore(path);
  const events: GridEvent[] = [];
  let url = '';
  const communication = createCommunication({
    store,
    clock,
    work,
    endpoint: () => url,
    accessKey: ACCESS_KEY,
    immutableResourceId: RESOURCE_ID,
    publish: async (event) => void events.push(event),
    verifyToken: async (token, audience) =>
      token === ENTRA_TOKEN.token && audience === ENTRA_TOKEN.audience ? {} : undefined,
    ...options,
  });
  const server = await listen(communication.service, { port: 0, tls: certificates, work });
  url = server.url;

  async function settle(): Promise<void> {
    for (let idle = 0; idle < 3; idle = work.running === 0 ? idle + 1 : 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  return {
    ...communication,
    clock,
    events,
    file: path,
    url,
    settle,
    ...clientsOf({ url, accessKey: ACCESS_KEY, options: optionsOf(certificates.caFile) }),
    eventsOf: (type: string) => events.filter(({ eventType }) => eventType === `Microsoft.Communication.${type}`),
    async step(ms: number) {
      clock.stepTo(clock.now() + ms);
      await settle();
    },
    async stop() {
      await server.close();
      store.close();
    },
  };
}

/** Retries would only slow down the tests of failures. */
const optionsOf = (caFile: string) => {
  // A handshake is dearer than most requests: who asks for hundreds at once uses these again.
  const agent = new Agent({ ca: readFileSync(caFile), keepAlive: true, maxSockets: 8 });
  const policy: PipelinePolicy = {
    name: 'localAuthority',
    sendRequest: (request, next) => {
      request.agent = agent;
      return next(request);
    },
  };
  return { retryOptions: { maxRetries: 0 }, additionalPolicies: [{ policy, position: 'perCall' as const }] };
};

interface Resource {
  readonly url: string;
  readonly accessKey: string;
  readonly options: ReturnType<typeof optionsOf> | Record<string, never>;
}

/** The vendors' clients of a resource. */
export function clientsOf({ url, accessKey, options }: Resource) {
  const connection = `endpoint=${url}/;accesskey=${accessKey}`;
  const identities = new CommunicationIdentityClient(connection, options);
  const chatAs = (token: string) => new ChatClient(url, new AzureCommunicationTokenCredential(token), options);
  return {
    options,
    connection,
    identities,
    sms: new SmsClient(connection, options),
    email: new EmailClient(connection, options),
    chatAs,
    /** What no client of the vendor's has a method for, signed with the access key. */
    async asResource(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object) {
      const pipeline = createPipelineFromOptions({});
      for (const { policy } of options.additionalPolicies ?? []) pipeline.addPolicy(policy);
      pipeline.addPolicy(createCommunicationAuthPolicy(parseClientArguments(connection).credential));
      const headers = createHttpHeaders({ 'content-type': 'application/json' });
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const request = createPipelineRequest({ url: `${url}${path}`, method, headers, ...sent });
      const { status, bodyAsText } = await pipeline.sendRequest(createDefaultHttpClient(), request);
      return { status, body: (bodyAsText ? JSON.parse(bodyAsText) : undefined) as unknown };
    },
    /** What no client of the vendor's would send, as one of the users. */
    async asUser(token: string, method: 'GET' | 'POST', path: string, body?: object) {
      const pipeline = createPipelineFromOptions({});
      for (const { policy } of options.additionalPolicies ?? []) pipeline.addPolicy(policy);
      const headers = createHttpHeaders({ 'content-type': 'application/json', authorization: `Bearer ${token}` });
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const request = createPipelineRequest({ url: `${url}${path}`, method, headers, ...sent });
      const { status, bodyAsText } = await pipeline.sendRequest(createDefaultHttpClient(), request);
      return { status, body: (bodyAsText ? JSON.parse(bodyAsText) : undefined) as unknown };
    },
    async newUser(scopes: TokenScope[] = ['chat']) {
      const { user, token } = await identities.createUserAndToken(scopes);
      return { id: user.communicationUserId, token, chat: chatAs(token) };
    },
  };
}
