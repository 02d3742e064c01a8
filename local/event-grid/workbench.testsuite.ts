import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TokenCredential } from '@azure/core-auth';
import {
  AzureKeyCredential,
  EventGridPublisherClient,
  type AzureSASCredential,
  type InputSchema,
} from '@azure/eventgrid';
import { createClock, type Clock } from '../kit/clock';
import { listen, type Listening, type LocalRequest, type LocalResponse } from '../kit/http';
import { createPost, type Post } from '../kit/post';
import { openStore, type Store } from '../kit/store';
import { ensureTls, type Tls } from '../kit/tls';
import { createWork, type Work } from '../kit/work';
import { createEventGrid, type EventGrid } from './event-grid';
import { SUBSCRIPTION_DEFAULTS, type EventSubscription, type Topic } from './model';

export const NOON = Date.UTC(2026, 9, 5, 12);
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const KEY = Buffer.from('a topic key').toString('base64');
export const OTHER_KEY = Buffer.from('another key').toString('base64');
export const ACS = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Communication/communicationServices/acs';
export const TOPICS: readonly Topic[] = [
  {
    kind: 'custom',
    name: 'waiting',
    resourceId: '/topics/waiting',
    inputSchema: 'EventGridSchema',
    keys: [KEY, OTHER_KEY],
  },
  { kind: 'custom', name: 'cloud', resourceId: '/topics/cloud', inputSchema: 'CloudEventSchemaV1_0', keys: [KEY] },
  {
    kind: 'custom',
    name: 'own',
    resourceId: '/topics/own',
    inputSchema: 'CustomEventSchema',
    inputSchemaMapping: {
      eventType: { sourceField: 'myEventTypeField' },
      subject: { sourceField: 'about', defaultValue: 'DefaultSubject' },
      dataVersion: { defaultValue: '1.0' },
    },
    keys: [KEY],
  },
  { kind: 'system', name: 'acs', resourceId: ACS },
];
/** Where the functions host takes Event Grid's events. */
export const HOST = '/runtime/webhooks/EventGrid';

interface Received {
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Event Grid over https on a stopped clock, with a subscriber that answers as told and a dead letter store. */
export interface Workbench {
  readonly work: Work;
  readonly clock: Clock;
  readonly store: Store;
  readonly grid: EventGrid;
  readonly server: Listening;
  readonly receiver: Listening;
  /** Trusts the local CA. */
  readonly post: Post;
  readonly caFile: string;
  received: Received[];
  /** What the subscriber answers, by path; 200 where nothing is said. */
  readonly answers: Map<string, (request: LocalRequest) => LocalResponse | Promise<LocalResponse>>;
  readonly deadLetters: { container: string; name: string; content: string }[];
  storageIsDown: boolean;
  close(): Promise<void>;
}

let tls: Tls | undefined;
let trusting: Post | undefined;
const folder = mkdtempSync(join(tmpdir(), 'event-grid-'));
afterAll(() => rmSync(folder, { recursive: true }));

export async function openWorkbench(): Promise<Workbench> {
  tls ??= await ensureTls(folder);
  const post = (trusting ??= createPost({ caFile: tls.caFile }));
  const work = createWork();
  const clock = createClock(work, NOON, () => 0);
  const store = openStore(':memory:');
  const answers: Workbench['answers'] = new Map();
  const take = (request: LocalRequest) => {
    const { method, headers, target, url } = request;
    bench.received.push({ method, headers, path: target, body: request.body.toString() });
    return answers.get(url.pathname)?.(request) ?? { status: 200 };
  };
  const routes = ['POST', 'OPTIONS'].map((method) => ({ method, path: '/{rest*}', handle: take }));
  const receiver = await listen({ name: 'subscriber', routes }, { port: 0, work: createWork() });
  const grid = createEventGrid({
    store,
    clock,
    work,
    post,
    url: () => bench.server.url,
    topics: TOPICS,
    verifyToken: async (token, audience) => ({
      kind: token === 'good' && audience === 'https://eventgrid.azure.net' ? 'valid' : 'refused',
    }),
    deliveryToken: async (audience) => `token-for-${audience}`,
    functionUrl: (name) => `${receiver.url}${HOST}?functionName=${name}&code=key`,
    deadLetter: async (container, name, content) => {
      if (bench.storageIsDown) throw new Error('down');
      bench.deadLetters.push({ container, name, content });
    },
    random: () => 0.5,
  });
  const server = await listen(grid.service, { port: 0, tls, work });
  grid.start();
  const bench: Workbench = {
    ...{ work, clock, store, grid, server, receiver, post, answers, caFile: tls.caFile },
    received: [],
    deadLetters: [],
    storageIsDown: false,
    async close() {
      await Promise.all([server.close(), receiver.close()]);
      store.close();
    },
  };
  return bench;
}

/** Rest of what runs, without moving the clock. */
export async function settled({ work }: Workbench): Promise<void> {
  for (let idle = 0; idle < 3; idle = work.running === 0 ? idle + 1 : 0) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** Steps to each due time on the way, letting what runs there finish. */
export async function advance(bench: Workbench, byMs: number): Promise<void> {
  const { clock } = bench;
  const to = clock.now() + byMs;
  await settled(bench);
  for (let next = clock.nextDueAt(); next !== undefined && next <= to; next = clock.nextDueAt()) {
    clock.stepTo(next);
    await settled(bench);
  }
  clock.stepTo(to);
  await settled(bench);
}

export const toFunction = (
  topic: string,
  functionName: string,
  more: Partial<EventSubscription> = {},
): EventSubscription => ({
  ...SUBSCRIPTION_DEFAULTS,
  topic,
  name: functionName,
  destination: { kind: 'azureFunction', functionName },
  ...more,
});

/** The vendor's client of a custom topic. */
export function publisher<S extends InputSchema>(
  { server, caFile }: Workbench,
  topic: string,
  schema: S,
  credential: AzureKeyCredential | AzureSASCredential | TokenCredential = new AzureKeyCredential(KEY),
): EventGridPublisherClient<S> {
  return new EventGridPublisherClient(`${server.url}/${topic}/api/events`, schema, credential, {
    tlsOptions: { ca: readFileSync(caFile, 'utf8') },
    retryOptions: { maxRetries: 0 },
  });
}

export const queued = (id: string, data: unknown = { shard: 'main' }) => ({
  id,
  eventType: 'Switchboard.WorkQueued',
  subject: 'shards/main',
  dataVersion: '1',
  data,
});

export const idsReceived = ({ received }: Workbench): string[] =>
  received.flatMap(({ body }) => (JSON.parse(body) as { id: string }[]).map(({ id }) => id));

/** Lets the subscriber answer these in turn, the last one for ever. */
export function fails({ answers }: Workbench, path: string, ...statuses: number[]): void {
  answers.set(path, () => ({ status: (statuses.length > 1 ? statuses.shift() : statuses[0]) ?? 500 }));
}
