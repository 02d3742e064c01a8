import type { Keys, AuthLevel } from '../keys';
import type { RunFunction } from '../run-function';
import type { RegisteredFunction } from '../worker/core-module';
import { triggerOf, type Nullable, type RpcHttp, type TypedData } from '../worker/types';
import { setCookie } from './cookies';
import { compareRoutes, compileRoute, type RouteTemplate } from './route-template';
import type { HostRequest, HostResponse } from './server';

interface HttpRoute {
  readonly template: RouteTemplate;
  readonly methods: readonly string[];
  readonly authLevel: AuthLevel;
  readonly one: RegisteredFunction;
}

/** The app's HTTP functions. Undefined when the request is none of theirs. */
export type HttpTrigger = (request: HostRequest) => Promise<HostResponse> | undefined;

export function createHttpTrigger(
  functions: Iterable<RegisteredFunction>,
  routePrefix: string,
  keys: Keys,
  run: RunFunction,
): HttpTrigger {
  const routes = [...functions]
    .filter((one) => triggerOf(one.metadata).binding.type === 'httpTrigger')
    .map((one) => routeOf(one, routePrefix))
    .sort((a, b) => compareRoutes(a.template, b.template));

  return function answer(request) {
    for (const route of routes) {
      // As in Azure, a path that exists with another method is not found, and HEAD is a method of its own.
      if (!route.methods.includes(request.method)) continue;
      const params = route.template.match(request.url.pathname);
      if (params) return invoke(route, request, params, keys, run);
    }
    return undefined;
  };
}

function routeOf(one: RegisteredFunction, prefix: string): HttpRoute {
  const { binding } = triggerOf(one.metadata);
  const route = typeof binding['route'] === 'string' ? binding['route'] : one.metadata.name;
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
export const keyOf = ({ url, headers }: HostRequest): string | undefined =>
  headers['x-functions-key'] ?? url.searchParams.get('code') ?? undefined;

async function invoke(
  { one, authLevel }: HttpRoute,
  request: HostRequest,
  params: Readonly<Record<string, string>>,
  keys: Keys,
  run: RunFunction,
): Promise<HostResponse> {
  if (!keys.opens(authLevel, one.metadata.name, keyOf(request))) return { status: 401 };
  try {
    const response = await run(one, { http: toRpc(request, params) });
    return fromRpc(response.returnValue);
  } catch {
    // The runner has logged it.
    return { status: 500 };
  }
}

function toRpc(request: HostRequest, params: Readonly<Record<string, string>>): RpcHttp {
  const query: Record<string, string> = {};
  for (const [name, value] of request.url.searchParams) query[name] = name in query ? `${query[name]},${value}` : value;
  return {
    url: request.url.href,
    method: request.method,
    nullableHeaders: nullable(request.headers),
    nullableQuery: nullable(query),
    nullableParams: nullable(params),
    ...(request.body.length > 0 && { body: { bytes: request.body } }),
  };
}

const nullable = (values: Readonly<Record<string, string>>): Record<string, Nullable> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));

/** A function that returns nothing answers 200 with no body. */
function fromRpc(returned: TypedData | null | undefined): HostResponse {
  if (!returned || !('http' in returned)) return { status: 200 };
  const { statusCode = '200', headers, cookies, body } = returned.http;
  return {
    status: Number(statusCode),
    headers: { ...headers, ...(cookies && cookies.length > 0 && { 'set-cookie': cookies.map(setCookie) }) },
    body: body && 'bytes' in body ? Buffer.from(body.bytes) : undefined,
  };
}
