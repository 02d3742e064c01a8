import type { z } from 'zod';
import { agentOperations } from '../../../../shared/contracts/http/agents';
import { deskOperations } from '../../../../shared/contracts/http/desk';
import { liveOperations } from '../../../../shared/contracts/http/live';
import { supervisorOperations } from '../../../../shared/contracts/http/supervisors';
import { wallboardOperations } from '../../../../shared/contracts/http/wallboard';
import { metricsOperations } from '../../../../shared/contracts/http/metrics';
import type { Operation } from '../../../../shared/contracts/http/operation';
import { problem } from '../../../../shared/contracts/http/problem';
import { reachingOutOperations } from '../../../../shared/contracts/http/reaching-out';
import { recordingOperations } from '../../../../shared/contracts/http/recordings';
import { routingOperations } from '../../../../shared/contracts/http/routing';

/** The operations that the desk calls, as the API itself describes them. */
const OPERATIONS = {
  ...agentOperations,
  ...reachingOutOperations,
  ...deskOperations,
  ...wallboardOperations,
  ...liveOperations,
  ...supervisorOperations,
  ...metricsOperations,
  ...routingOperations,
  ...recordingOperations,
} as const satisfies Readonly<Record<string, Operation>>;

export type DeskOperation = keyof typeof OPERATIONS;
type Of<Id extends DeskOperation> = (typeof OPERATIONS)[Id];
type Input<Schema> = Schema extends z.ZodType ? z.input<Schema> : undefined;

/** What is sent with an operation. */
export interface Asked<Id extends DeskOperation> {
  readonly params?: z.input<Of<Id>['params']>;
  readonly query?: z.input<Of<Id>['query']>;
  readonly body?: Input<Of<Id>['body']>;
}

/** What an operation answers, checked. */
export type Answered<Id extends DeskOperation> = Of<Id>['answer'] extends z.ZodType
  ? z.output<Of<Id>['answer']>
  : undefined;

/** Why a request did not do what it was for. */
export type ApiErrorCode = 'unreachable' | 'unreadable' | 'signedOut' | 'refused' | 'gone' | 'notFound' | 'failed';

export class ApiError extends Error {
  constructor(
    readonly code: ApiErrorCode,
    /** The API's own words, in English; empty when it had none. */
    readonly detail: string,
  ) {
    super(`${code}: ${detail}`);
    this.name = 'ApiError';
  }
}

/** The product's HTTP API in the name of who is signed in. */
export interface Api {
  call<Id extends DeskOperation>(id: Id, asked?: Asked<Id>): Promise<Answered<Id>>;
  /** What an operation answers that is a file. */
  file<Id extends 'getAttachment' | 'playRecording'>(id: Id, asked: Asked<Id>): Promise<Blob>;
  /** An operation whose body is a file, as it is. */
  sendFile<Id extends 'sendFileToCustomer' | 'keepMailFile'>(
    id: Id,
    asked: Asked<Id>,
    content: Uint8Array<ArrayBuffer>,
  ): Promise<Answered<Id>>;
}

const PATIENCE_MS = 20_000;

export function createApi(token: () => Promise<string>): Api {
  return {
    call: async (id, asked = {}) => answerOf(id, await send(id, asked, jsonOf(asked.body), await token())),
    file: async (id, asked) => (await send(id, asked, undefined, await token())).blob(),
    async sendFile(id, asked, content) {
      const body = { contentType: 'application/octet-stream', content };
      return answerOf(id, await send(id, asked, body, await token()));
    },
  };
}

interface Body {
  readonly contentType: string;
  readonly content: string | Uint8Array<ArrayBuffer>;
}

const jsonOf = (body: unknown): Body | undefined =>
  body === undefined ? undefined : { contentType: 'application/json', content: JSON.stringify(body) };

/** What the API answers where it did what it was asked. Throws ApiError. */
async function send(id: DeskOperation, asked: Filled, body: Body | undefined, token: string): Promise<Response> {
  const { method, path } = OPERATIONS[id];
  const response = await sent(method, urlOf(path, asked), body, token);
  if (!response.ok) throw await errorOf(response);
  return response;
}

async function answerOf<Id extends DeskOperation>(id: Id, response: Response): Promise<Answered<Id>> {
  const { answer } = OPERATIONS[id] as Operation;
  if (answer === null) return undefined as never;
  const parsed = answer.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success) throw new ApiError('unreadable', parsed.error.issues[0]?.path.join('.') ?? '');
  return parsed.data as never;
}

async function sent(method: string, url: string, body: Body | undefined, token: string): Promise<Response> {
  try {
    return await fetch(url, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': body.contentType }),
      },
      ...(body === undefined ? {} : { body: body.content }),
      signal: AbortSignal.timeout(PATIENCE_MS),
      cache: 'no-store',
    });
  } catch {
    throw new ApiError('unreachable', '');
  }
}

/** What fills the path of an operation. */
interface Filled {
  readonly params?: unknown;
  readonly query?: unknown;
}

/** The page stands beside the API: `/api/desk/index.html`. */
function urlOf(path: string, asked: Filled): string {
  const params = (asked.params ?? {}) as Readonly<Record<string, unknown>>;
  const filled = path.replace(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(String(params[name])));
  const query = Object.entries((asked.query ?? {}) as Readonly<Record<string, unknown>>).filter(
    ([, value]) => value !== undefined,
  );
  const search = new URLSearchParams(query.map(([name, value]) => [name, String(value)])).toString();
  return `../${filled.slice(1)}${search === '' ? '' : `?${search}`}`;
}

async function errorOf(response: Response): Promise<ApiError> {
  const told = problem.safeParse(await response.json().catch(() => undefined));
  const detail = told.success ? (told.data.detail ?? told.data.title) : '';
  return new ApiError(codeOf(response.status), detail);
}

function codeOf(status: number): ApiErrorCode {
  switch (status) {
    case 401:
      return 'signedOut';
    case 404:
      return 'notFound';
    case 410:
      return 'gone';
    case 503:
      return 'unreachable';
    default:
      return status >= 500 ? 'failed' : 'refused';
  }
}
