import type { TokenCredential } from '@azure/core-auth';
import { z } from 'zod';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** How a request to the Bot connector ended. Not `done` and not `unreachable` says nothing about whether it arrived. */
export type ConnectorResult =
  | { readonly kind: 'done'; readonly id: string }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'failed'; readonly retryable: boolean };

/** One too many, and not done. `retryAfterMs` is null where the connector does not say how long it wants quiet. */
export interface Refused {
  readonly kind: 'refused';
  readonly retryAfterMs: number | null;
}

export type ConnectorAnswer = ConnectorResult | Refused;

export interface ConnectorOptions {
  /** The bot's own credential: a token of scope `https://api.botframework.com/.default` is taken from it. */
  readonly credential: TokenCredential;
  readonly botAppId: string;
  readonly fetch?: Fetch;
}

/** The few operations of the Bot connector's REST protocol that a 1:1 chat needs. */
export interface Connector {
  /** Opens the 1:1 chat with a person, or finds it. */
  open(
    serviceUrl: string,
    person: { readonly teamsUserId: string; readonly entraTenantId: string },
  ): Promise<ConnectorAnswer>;
  post(serviceUrl: string, conversationId: string, activity: object): Promise<ConnectorAnswer>;
  update(serviceUrl: string, conversationId: string, activityId: string, activity: object): Promise<ConnectorAnswer>;
}

const SCOPE = 'https://api.botframework.com/.default';
/** The connector's own limit is 15 s; nobody who waits for a card waits longer than this. */
const TIMEOUT_MS = 10_000;
const answerSchema = z.object({ id: z.string().min(1) });

/** Speaks https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference. */
export function createConnector(options: ConnectorOptions): Connector {
  const request = requester(options);
  const conversation = (serviceUrl: string, id: string) => `${base(serviceUrl)}/${encodeURIComponent(id)}/activities`;
  return {
    open: (serviceUrl, { teamsUserId, entraTenantId }) =>
      request('POST', base(serviceUrl), {
        bot: { id: `28:${options.botAppId}` },
        members: [{ id: teamsUserId }],
        isGroup: false,
        tenantId: entraTenantId,
        channelData: { tenant: { id: entraTenantId } },
      }),
    post: (serviceUrl, conversationId, activity) => request('POST', conversation(serviceUrl, conversationId), activity),
    update: (serviceUrl, conversationId, activityId, activity) =>
      request('PUT', `${conversation(serviceUrl, conversationId)}/${encodeURIComponent(activityId)}`, activity),
  };
}

const base = (serviceUrl: string): string => `${serviceUrl.replace(/\/+$/, '')}/v3/conversations`;

type Request = (method: 'POST' | 'PUT', url: string, body: object) => Promise<ConnectorAnswer>;

const requester =
  ({ credential, fetch: send = fetch }: ConnectorOptions): Request =>
  async (method, url, body) => {
    try {
      const token = await credential.getToken(SCOPE);
      const response = await send(url, {
        method,
        headers: { authorization: `Bearer ${token?.token ?? ''}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      return response.ok ? idOf(await response.text()) : refusal(response);
    } catch {
      // No answer, or none in time: it may have arrived. The key in the activity tells a repeat.
      return { kind: 'failed', retryable: true };
    }
  };

function idOf(text: string): ConnectorResult {
  const answer = answerSchema.safeParse(JSON.parse(text));
  return answer.success ? { kind: 'done', id: answer.data.id } : { kind: 'failed', retryable: false };
}

/** What Microsoft asks to repeat, and 401, which a fresh token mends. */
const RETRYABLE: ReadonlySet<number> = new Set([401, 408, 412, 500, 502, 503, 504]);

/** 403: the bot is blocked or not installed; 404: the chat is gone. Only the agent can change that. */
function refusal({ status, headers }: Response): ConnectorAnswer {
  if (status === 403 || status === 404) return { kind: 'unreachable' };
  if (status === 429) return { kind: 'refused', retryAfterMs: retryAfterMs(headers.get('retry-after')) };
  return { kind: 'failed', retryable: RETRYABLE.has(status) };
}

/** Seconds; the other form, a date, is by a clock that may not be ours. */
function retryAfterMs(header: string | null): number | null {
  const seconds = Number(header?.trim() || Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : null;
}
