import { z } from 'zod';
import type { Clock } from '../kit/clock';
import type { LocalRequest, LocalResponse, Route } from '../kit/http';
import type { Payload } from './connection';
import { parseFilter } from './filter';
import type { Audience, Connections } from './hub';
import { readToken, signToken } from './tokens';

export interface RestOptions {
  readonly connections: Connections;
  readonly clock: Clock;
  readonly keys: readonly [string, ...string[]];
  readonly endpoint: () => string;
  readonly verifyToken: (token: string, audience: string) => Promise<boolean>;
}

type Handle = (request: LocalRequest, hub: string) => LocalResponse;

const AUDIENCE = 'https://webpubsub.azure.com';
const MINUTES_OF_A_TOKEN = 60;

/** The data plane (https://learn.microsoft.com/rest/api/webpubsub/dataplane/web-pub-sub), version 2024-12-01. */
export function restRoutes(options: RestOptions): Route[] {
  const { connections } = options;
  const route = (method: string, path: string, handle: Handle): Route => ({
    method,
    path: `/api/hubs/{hub}${path}`,
    handle: async (request) => {
      if (!(await mayAsk(request, options))) return { status: 401 };
      return handle(request, request.params['hub'] ?? '');
    },
  });
  return [
    { method: 'HEAD', path: '/api/health', handle: () => ({ status: 200 }) },
    route('POST', '/:generateToken', (request, hub) => generateToken(options, request, hub)),
    ...(['all', 'group', 'user', 'connection'] as const).flatMap((kind) => [
      route('POST', `${PLACES[kind]}/:send`, (request, hub) =>
        send(connections, audienceOf(request, hub, kind), request),
      ),
      route(...closing(kind), (request, hub) => close(connections, audienceOf(request, hub, kind), request)),
    ]),
    ...(['group', 'user', 'connection'] as const).map((kind) =>
      route('HEAD', PLACES[kind], (request, hub) =>
        found(connections.audience(audienceOf(request, hub, kind)).length > 0),
      ),
    ),
    ...membershipRoutes(connections, route),
    ...permissionRoutes(connections, route),
  ];
}

const PLACES = {
  all: '',
  group: '/groups/{name}',
  user: '/users/{name}',
  connection: '/connections/{name}',
} as const;

const closing = (kind: keyof typeof PLACES): [string, string] =>
  kind === 'connection' ? ['DELETE', PLACES.connection] : ['POST', `${PLACES[kind]}/:closeConnections`];

/** Problem details: the vendor's pipeline hands them on as they are, as its suites expect. */
const badRequest = (message: string): LocalResponse => ({
  status: 400,
  headers: { 'content-type': 'application/problem+json' },
  body: { code: 'BadRequest', message },
});

const found = (isThere: boolean): LocalResponse => ({ status: isThere ? 200 : 404 });

/** Bearer tokens of either kind: signed with the access key for this address, or Entra's for the service. */
async function mayAsk(
  { headers, url }: LocalRequest,
  { keys, clock, endpoint, verifyToken }: RestOptions,
): Promise<boolean> {
  const token = /^Bearer (.+)$/i.exec(headers['authorization'] ?? '')?.[1];
  if (token === undefined) return false;
  const claims = readToken(token, keys, clock.now());
  if (claims === undefined) return verifyToken(token, AUDIENCE);
  return claims.aud?.split('?')[0] === `${endpoint()}${url.pathname}`;
}

function audienceOf({ params, url }: LocalRequest, hub: string, kind: keyof typeof PLACES): Audience {
  const name = params['name'] ?? '';
  return { hub, to: kind === 'all' ? { kind } : { kind, name }, except: url.searchParams.getAll('excluded') };
}

function send(connections: Connections, audience: Audience, request: LocalRequest): LocalResponse {
  const payload = payloadOf(request);
  if (payload === undefined) return badRequest('Unknown content.');
  const asked = request.url.searchParams.get('filter');
  const parsed = asked === null ? undefined : parseFilter(asked);
  if (parsed?.kind === 'invalid') return badRequest(parsed.message);
  const from = audience.to.kind === 'group' ? { from: 'group', group: audience.to.name } : { from: 'server' };
  const ttl = request.url.searchParams.get('messageTtlSeconds');
  connections.send({ ...audience, filter: parsed?.filter }, from, payload, ttl === null ? undefined : Number(ttl));
  return { status: 202 };
}

function payloadOf({ headers, body, json }: LocalRequest): Payload | undefined {
  const [type] = (headers['content-type'] ?? '').split(';');
  if (type === 'text/plain') return { dataType: 'text', data: body.toString('utf8') };
  if (type === 'application/octet-stream') return { dataType: 'binary', data: body.toString('base64') };
  try {
    return type === 'application/json' ? { dataType: 'json', data: json() } : undefined;
  } catch {
    return undefined;
  }
}

function close(connections: Connections, audience: Audience, { url }: LocalRequest): LocalResponse {
  for (const one of connections.audience(audience)) connections.end(one, url.searchParams.get('reason') ?? 'Closed.');
  return { status: 204 };
}

/** Tokens are made for all kinds of clients, of which only the first is let in. */
const PATHS_OF_CLIENTS: Readonly<Record<string, string>> = {
  default: 'client',
  mqtt: 'clients/mqtt',
  socketio: 'clients/socketio',
};

function generateToken({ keys, clock, endpoint }: RestOptions, { url }: LocalRequest, hub: string): LocalResponse {
  const query = url.searchParams;
  const path = PATHS_OF_CLIENTS[(query.get('clientType') ?? 'default').toLowerCase()];
  if (path === undefined) return badRequest('Unknown type of clients.');
  const seconds = Math.floor(clock.now() / 1000);
  const userId = query.get('userId');
  const claims = {
    ...(userId === null ? {} : { sub: userId }),
    ...{ role: query.getAll('role'), 'webpubsub.group': query.getAll('group') },
    ...{ nbf: seconds, aud: `${endpoint()}/${path}/hubs/${hub}` },
    exp: seconds + 60 * Number(query.get('minutesToExpire') ?? MINUTES_OF_A_TOKEN),
  };
  return { status: 200, body: { token: signToken(claims, keys[0]) } };
}

type MakeRoute = (method: string, path: string, handle: Handle) => Route;

function membershipRoutes(connections: Connections, route: MakeRoute): Route[] {
  const members = (kind: 'user' | 'connection', hub: string, { params }: LocalRequest) =>
    connections.audience({ hub, to: { kind, name: params['name'] ?? '' }, except: [] });
  return [
    ...(['add', 'delete'] as const).map((change) =>
      route('POST', change === 'add' ? '/:addToGroups' : '/:removeFromGroups', (request, hub) =>
        changeGroups(connections, request, hub, change),
      ),
    ),
    route('GET', '/groups/{group}/connections', (request, hub) => list(connections, request, hub)),
    ...(['user', 'connection'] as const).flatMap((kind) => {
      const under = kind === 'user' ? '/users/{name}/groups' : '/connections/{name}/groups';
      const path = kind === 'user' ? '/users/{name}/groups/{group}' : '/groups/{group}/connections/{name}';
      return [
        route('PUT', path, (request, hub) => {
          const joining = members(kind, hub, request);
          joining.forEach(({ groups }) => groups.add(request.params['group'] ?? ''));
          return found(kind === 'user' || joining.length > 0);
        }),
        route('DELETE', path, (request, hub) => {
          members(kind, hub, request).forEach(({ groups }) => groups.delete(request.params['group'] ?? ''));
          return { status: 204 };
        }),
        route('DELETE', under, (request, hub) => {
          members(kind, hub, request).forEach(({ groups }) => groups.clear());
          return { status: 204 };
        }),
      ];
    }),
  ];
}

const groupsSchema = z.object({ groups: z.array(z.string()).min(1), filter: z.string().nullish() });

/** Everybody who fits joins or leaves all of the groups. */
function changeGroups(
  connections: Connections,
  { json }: LocalRequest,
  hub: string,
  change: 'add' | 'delete',
): LocalResponse {
  const asked = groupsSchema.safeParse(json());
  if (!asked.success) return badRequest('The request names no groups.');
  const parsed = parseFilter(asked.data.filter ?? 'true');
  if (parsed.kind === 'invalid') return badRequest(parsed.message);
  for (const { groups } of connections.audience({ hub, to: { kind: 'all' }, except: [], filter: parsed.filter }))
    for (const group of asked.data.groups) groups[change](group);
  return { status: 200 };
}

const MOST_IN_A_PAGE = 200;

/** `top` counts what is still wanted over all pages. Who comes or goes meanwhile moves nobody else to another page. */
function list(connections: Connections, { params, url }: LocalRequest, hub: string): LocalResponse {
  const query = url.searchParams;
  const after = query.get('continuationToken') ?? '';
  const members = connections
    .audience({ hub, to: { kind: 'group', name: params['group'] ?? '' }, except: [] })
    .filter(({ id }) => id > after)
    .sort((one, other) => (one.id < other.id ? -1 : 1));
  const wanted = members.slice(0, Number(query.get('top') ?? members.length));
  const page = wanted.slice(0, Number(query.get('maxpagesize') ?? MOST_IN_A_PAGE));
  const value = page.map(({ id, userId }) => ({ connectionId: id, userId }));
  if (page.length === wanted.length) return { status: 200, body: { value } };
  const next = new URL(url);
  next.searchParams.set('continuationToken', page.at(-1)?.id ?? '');
  if (query.has('top')) next.searchParams.set('top', String(wanted.length - page.length));
  return { status: 200, body: { value, nextLink: next.href } };
}

function permissionRoutes(connections: Connections, route: MakeRoute): Route[] {
  const path = '/permissions/{permission}/connections/{name}';
  const permissionOf = ({ params, url }: LocalRequest) => {
    const target = url.searchParams.get('targetName');
    return `${params['permission']}${target === null ? '' : `.${target}`}`;
  };
  const held = ({ params }: LocalRequest, hub: string) => connections.get(hub, params['name'] ?? '')?.permissions;
  return [
    route('PUT', path, (request, hub) => found(held(request, hub)?.add(permissionOf(request)) !== undefined)),
    route('HEAD', path, (request, hub) => found(held(request, hub)?.has(permissionOf(request)) === true)),
    route('DELETE', path, (request, hub) => {
      held(request, hub)?.delete(permissionOf(request));
      return { status: 204 };
    }),
  ];
}
