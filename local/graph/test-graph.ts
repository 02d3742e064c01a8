import { createClock } from '../kit/clock';
import { listen, type Listening, type LocalRequest, type LocalResponse } from '../kit/http';
import { createPost } from '../kit/post';
import { openStore } from '../kit/store';
import { createWork, type Work } from '../kit/work';
import { createGraph, type Graph } from './graph';
import type { GraphOptions } from './options';

export const NOW = Date.UTC(2026, 9, 5, 12);
export const HELP = 'help@contoso.example';

export interface WebhookCall {
  readonly url: URL;
  readonly body: { readonly value?: readonly Record<string, unknown>[] } | undefined;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // Answers are asserted on, never worked with.
  readonly body: Record<string, unknown> & { readonly value?: readonly Record<string, unknown>[] };
  readonly text: string;
}

export interface GraphUnderTest extends Graph {
  readonly url: string;
  readonly webhookUrl: string;
  /** What the webhook got, validations too, oldest first. */
  readonly calls: readonly WebhookCall[];
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  stepTo(instant: number): Promise<void>;
  close(): Promise<void>;
}

const PEOPLE = [
  {
    teamsUserId: 'ada-oid',
    name: 'Ada Lovelace',
    entraTenantId: 'tenant-1',
    userPrincipalName: 'ada@contoso.example',
    jobTitle: 'Analyst',
  },
  {
    teamsUserId: 'adam-oid',
    name: "Adam O'Love",
    entraTenantId: 'tenant-1',
    userPrincipalName: 'adam@contoso.example',
    jobTitle: null,
  },
];
const MAILBOXES = [
  { address: HELP, name: 'Contoso Help', entraTenantId: 'tenant-1', sendAs: ['care@contoso.example'] },
  { address: 'sales@contoso.example', name: 'Contoso Sales', entraTenantId: 'tenant-1', sendAs: [] },
];

/** How the webhook answers; without it as it should. */
export type Webhook = (request: LocalRequest) => LocalResponse | undefined;

const echo: Webhook = ({ url }) => {
  const token = url.searchParams.get('validationToken');
  return token === null ? { status: 202 } : { status: 200, headers: { 'content-type': 'text/plain' }, body: token };
};

/** Graph and an app's webhook beside it, both over http on free ports. */
export async function startGraph(
  webhook: Webhook = echo,
  storeFile = ':memory:',
  startAt = NOW,
): Promise<GraphUnderTest> {
  const work = createWork();
  const clock = createClock(work, startAt, () => 0);
  const store = openStore(storeFile);
  const calls: WebhookCall[] = [];
  const app = await startApp(webhook, calls, work);
  let url = '';
  const options: GraphOptions = {
    store,
    clock,
    work,
    post: createPost({ timeoutMs: 2_000 }),
    verifyToken: async (token, audience) => (isGood(token, audience) ? { azp: 'app' } : undefined),
    endpoint: () => `${url}/v1.0`,
    people: () => PEOPLE,
    mailboxes: () => MAILBOXES,
  };
  const graph = createGraph(options);
  const server = await listen(graph.service, { port: 0, work });
  url = server.url;
  const settle = async () => {
    while (work.running > 0) await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    ...graph,
    url,
    webhookUrl: `${app.url}/notifications`,
    calls,
    call: async (method, path, body, headers = {}) => {
      const answer = await callGraph(url, method, path, body, headers);
      await settle();
      return answer;
    },
    async stepTo(instant) {
      await settle();
      clock.stepTo(instant);
      await settle();
    },
    async close() {
      await settle();
      await server.close();
      await app.close();
      store.close();
    },
  };
}

const isGood = (token: string, audience: string) => token === `app:${audience}` || token.startsWith('signed.');

async function callGraph(
  url: string,
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<Answer> {
  const response = await fetch(path.startsWith('http') ? path : `${url}/v1.0${path}`, {
    method,
    headers: {
      authorization: 'Bearer app:https://graph.microsoft.com',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json');
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson ? (JSON.parse(text) as Answer['body']) : {},
  };
}

/** A customer's first mail. */
export const grace = {
  to: HELP,
  from: { name: 'Grace Hopper', address: 'grace@customer.example' },
  subject: 'Where is my order?',
  text: 'It is late.\n– Grace',
};

/** Stands for the app that subscribes. */
function startApp(webhook: Webhook, calls: WebhookCall[], work: Work): Promise<Listening> {
  const handle = (request: LocalRequest) => {
    const isJson = request.headers['content-type']?.startsWith('application/json');
    calls.push({ url: request.url, body: isJson ? (request.json() as WebhookCall['body']) : undefined });
    return webhook(request) ?? echo(request) ?? { status: 202 };
  };
  return listen({ name: 'app', routes: [{ method: 'POST', path: '/{path*}', handle }] }, { port: 0, work });
}
