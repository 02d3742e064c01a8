import { randomUUID } from 'node:crypto';
import type { Keys, AuthLevel } from '../keys';
import type { RunFunction } from '../run-function';
import type { RegisteredFunction } from '../worker/core-module';
import { json, text } from '../worker/typed-data';
import { triggerOf, type Log, type Nullable, type RpcHttp, type TypedData } from '../worker/types';
import { setCookie } from './cookies';
import type { Forward } from './forward';
import { compareRoutes, compileRoute, type RouteTemplate } from './route-template';
import type { HostRequest, HostResponse, RequestHead } from './server';

interface HttpRoute {
  readonly template: RouteTemplate;
  readonly methods: readonly string[];
  readonly authLevel: AuthLevel;
  readonly one: RegisteredFunction;
}

/** The app's HTTP functions. Undefined when the request is none of theirs. */
export type HttpTrigger = (request: HostRequest) => Promise<HostResponse> | undefined;

export interface HttpOptions {
  readonly functions: Iterable<RegisteredFunction>;
  readonly routePrefix: string;
  readonly keys: Keys;
  readonly run: RunFunction;
  /** For an app that streams: bodies then go past the invocation, in both directions. */
  readonly forward: Forward | undefined;
  readonly log: Log;
}

export function createHttpTrigger({ functions, routePrefix, keys, run, forward, log }: HttpOptions): HttpTrigger {
  const call = forward === undefined ? callByRpc(run) : callByForwarding(run, forward, log);
  const routes = [...functions]
    .filter((one) => triggerOf(one.metadata).binding.type === 'httpTrigger')
    .sort((a, b) => (a.metadata.name.toLowerCase() < b.metadata.name.toLowerCase() ? -1 : 1))
    .map((one) => routeOf(one, routePrefix))
    .sort((a, b) => compareRoutes(a.template, b.template));

  return function answer(request) {
    for (const route of routes) {
      // As in Azure, a path that exists with another method is not found, and HEAD is a method of its own.
      if (!route.methods.includes(request.method)) continue;
      const params = route.template.match(request.url.pathname);
      if (params) return invoke(route, request, params, keys, call);
    }
    return undefined;
  };
}

function routeOf(one: RegisteredFunction, prefix: string): HttpRoute {
  const { binding } = triggerOf(one.metadata);
  const route = typeof binding['route'] === 'string' && binding['route'] !== '' ? binding['route'] : one.metadata.name;
  const methods = Array.isArray(binding['methods']) ? binding['methods'].map(String) : ['GET', 'POST'];
  return {
    template: compileRoute(`${prefix}/${route}`),
    methods: methods.map((method) => method.toUpperCase()),
    authLevel: authLevelOf(binding['authLevel']),
    one,
  };
}

function authLevelOf(level: unknown): AuthLevel {
  if (level === undefined || level === 'anonymous') return 'anonymous';
  // An unknown level must not open a door.
  return level === 'function' ? 'function' : 'admin';
}

/** The key of a request: the header wins. */
export const keyOf = ({ url, headers }: RequestHead): string | undefined =>
  headers['x-functions-key'] ?? url.searchParams.get('code') ?? undefined;

type Params = Readonly<Record<string, string>>;
/** Runs a function with a request; throws what it throws. */
type Call = (one: RegisteredFunction, request: HostRequest, params: Params) => Promise<HostResponse>;

async function invoke(
  { one, authLevel }: HttpRoute,
  request: HostRequest,
  params: Params,
  keys: Keys,
  call: Call,
): Promise<HostResponse> {
  if (!keys.opens(authLevel, one.metadata.name, keyOf(request))) return { status: 401 };
  try {
    return await call(one, request, params);
  } catch {
    // The runner has logged it.
    return { status: 500 };
  }
}

const callByRpc =
  (run: RunFunction): Call =>
  async (one, request, params) =>
    fromRpc((await run(one, { http: toRpc(request, params) })).returnValue);

/**
 * The answer comes from the worker's own server. Of a handler that throws or returns nothing it sends none, and the host waits for one all
 * the same, until it has been idle for too long (azure-functions-nodejs-library issue 324; GrpcWorkerChannel.InvokeResponse,
 * DefaultHttpProxyService). What the caller gets then is told at once here.
 */
const callByForwarding =
  (run: RunFunction, forward: Forward, log: Log): Call =>
  async (one, request, params) => {
    const invocationId = randomUUID();
    const { answer, abandon } = forward(request, invocationId);
    let isAbandoned = false;
    answer.catch((error: unknown) => {
      if (!isAbandoned) log('error', one.metadata.name, `The request did not reach the handler: ${String(error)}`);
    });
    const beside = { invocationId, triggerMetadata: streamMetadata(request, params) };
    const unanswered = (reason: string): HostResponse => {
      isAbandoned = true;
      abandon();
      log(
        'error',
        one.metadata.name,
        `The handler ${reason}: while streams are enabled Azure answers 504, after 240 s.`,
      );
      return { status: 504 };
    };
    const ended = run(one, { http: {} }, beside).then(
      ({ isEmpty }) => (isEmpty ? unanswered('returned nothing') : answer),
      () => unanswered('failed'),
    );
    return Promise.race([answer, ended]);
  };

/** Without a body over RPC the library takes headers and parameters from here; those of the query are among them. */
function streamMetadata(request: HostRequest, params: Params): Record<string, TypedData> {
  const query = queryOf(request);
  const values = Object.entries({ ...query, ...params }).map(([name, value]) => [name, text(value)] as const);
  return { ...Object.fromEntries<TypedData>(values), Headers: json(request.headers), Query: json(query) };
}

function queryOf({ url }: RequestHead): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [name, value] of url.searchParams) query[name] = name in query ? `${query[name]},${value}` : value;
  return query;
}

function toRpc(request: HostRequest, params: Params): RpcHttp {
  return {
    url: request.url.href,
    method: request.method,
    nullableHeaders: nullable(request.headers),
    nullableQuery: nullable(queryOf(request)),
    nullableParams: nullable(params),
    ...(request.body.length > 0 && { body: { bytes: request.body } }),
  };
}

const nullable = (values: Readonly<Record<string, string>>): Record<string, Nullable> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));

/** A function that returns nothing answers 204. */
function fromRpc(returned: TypedData | null | undefined): HostResponse {
  if (!returned || !('http' in returned)) return { status: 204 };
  const { statusCode = '200', headers, cookies, body } = returned.http;
  return {
    status: Number(statusCode),
    headers: { ...headers, ...(cookies && cookies.length > 0 && { 'set-cookie': cookies.map(setCookie) }) },
    body: body && 'bytes' in body ? Buffer.from(body.bytes) : undefined,
  };
}
