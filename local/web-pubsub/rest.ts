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

/** By the description of the data plane: https://github.com/Azure/azure-rest-api-specs, webpubsub 2024-12-01. */
const HUB = /^[A-Za-z][A-Za-z0-9_`,.[\]]{0,127}$/;
const LONGEST_TTL_SECONDS = 300;
const MOST_IN_A_PAGE = 200;
const MOST = 2 ** 31 - 1;

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
      const { hub = '' } = request.params;
      return HUB.test(hub) ? handle(request, hub) : badRequest('The name of the hub is not valid.');
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

/** A whole number of the query within bounds; NaN for any other, `otherwise` where there is none. */
function wholeIn(
  { url }: LocalRequest,
  name: string,
  { least, most, otherwise }: { readonly least: number; readonly most: number; readonly otherwise: number },
): number {
  const given = url.searchParams.get(name);
  if (given === null) return otherwise;
  const value = /^\d+$/.test(given) ? Number(given) : Number.NaN;
  return value >= least && value <= most ? value : Number.NaN;
}

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
  const ttl = wholeIn(request, 'messageTtlSeconds', { least: 0, most: LONGEST_TTL_SECONDS, otherwise: 0 });
  if (Number.isNaN(ttl)) return badRequest('messageTtlSeconds is not valid.');
  // 0 is for ever.
  connections.send({ ...audience, filter: parsed?.filter }, from, payload, ttl === 0 ? undefined : ttl);
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

function generateToken({ keys, clock, endpoint }: RestOptions, request: LocalRequest, hub: string): LocalResponse {
  const query = request.url.searchParams;
  const path = PATHS_OF_CLIENTS[(query.get('clientType') ?? 'default').toLowerCase()];
  if (path === undefined) return badRequest('Unknown type of clients.');
  const minutes = wholeIn(request, 'minutesToExpire', { least: 1, most: MOST, otherwise: MINUTES_OF_A_TOKEN });
  if (Number.isNaN(minutes)) return badRequest('minutesToExpire is not valid.');
  const seconds = Math.floor(clock.now() / 1000);
  const userId = query.get('userId');
  const claims = {
    ...(userId === null ? {} : { sub: userId }),
    ...{ role: query.getAll('role'), 'webpubsub.group': query.getAll('group') },
    ...{ nbf: seconds, aud: `${endpoint()}/${path}/hubs/${hub}` },
    exp: seconds + 60 * minutes,
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
  request: LocalRequest,
  hub: string,
  change: 'add' | 'delete',
): LocalResponse {
  const asked = groupsSchema.safeParse(payloadOf(request)?.data);
  if (!asked.success) return badRequest('The request names no groups.');
  const parsed = parseFilter(asked.data.filter ?? 'true');
  if (parsed.kind === 'invalid') return badRequest(parsed.message);
  for (const { groups } of connections.audience({ hub, to: { kind: 'all' }, except: [], filter: parsed.filter }))
    for (const group of asked.data.groups) groups[change](group);
  return { status: 200 };
}

/** `top` counts what is still wanted over all pages. Who comes or goes meanwhile moves nobody else to another page. */
function list(connections: Connections, request: LocalRequest, hub: string): LocalResponse {
  const { params, url } = request;
  const query = url.searchParams;
  const top = wholeIn(request, 'top', { least: 0, most: MOST, otherwise: MOST });
  const size = wholeIn(request, 'maxpagesize', { least: 1, most: MOST_IN_A_PAGE, otherwise: MOST_IN_A_PAGE });
  if (Number.isNaN(top) || Number.isNaN(size)) return badRequest('top or maxpagesize is not valid.');
  const after = query.get('continuationToken') ?? '';
  const members = connections
    .audience({ hub, to: { kind: 'group', name: params['group'] ?? '' }, except: [] })
    .filter(({ id }) => id > after)
    .sort((one, other) => (one.id < other.id ? -1 : 1));
  const wanted = members.slice(0, top);
  const page = wanted.slice(0, size);
  const value = page.map(({ id, userId }) => ({ connectionId: id, userId }));
  if (page.length === wanted.length) return { status: 200, body: { value } };
  const next = new URL(url);
  next.searchParams.set('continuationToken', page.at(-1)?.id ?? '');
  if (query.has('top')) next.searchParams.set('top', String(wanted.length - page.length));
  return { status: 200, body: { value, nextLink: next.href } };
}

const PERMISSIONS = ['sendToGroup', 'joinLeaveGroup'];

function permissionRoutes(connections: Connections, route: MakeRoute): Route[] {
  const path = '/permissions/{permission}/connections/{name}';
  const permissionOf = ({ params, url }: LocalRequest) => {
    const target = url.searchParams.get('targetName');
    return `${params['permission']}${target === null ? '' : `.${target}`}`;
  };
  const held = ({ params }: LocalRequest, hub: string) => connections.get(hub, params['name'] ?? '')?.permissions;
  const known = (method: string, handle: Handle) =>
    route(method, path, (request, hub) =>
      PERMISSIONS.includes(request.params['permission'] ?? '')
        ? handle(request, hub)
        : badRequest('There is no such permission.'),
    );
  return [
    known('PUT', (request, hub) => found(held(request, hub)?.add(permissionOf(request)) !== undefined)),
    known('HEAD', (request, hub) => found(held(request, hub)?.has(permissionOf(request)) === true)),
    known('DELETE', (request, hub) => {
      held(request, hub)?.delete(permissionOf(request));
      return { status: 204 };
    }),
  ];
}
