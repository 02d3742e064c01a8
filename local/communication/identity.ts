import { z } from 'zod';
import type { Clock } from '../kit/clock';
import type { LocalRequest, LocalResponse, Route } from '../kit/http';
import type { Store } from '../kit/store';
import { refusal, withBody } from './answers';
import type { CallingUser } from './auth';
import type { Ids } from './ids';
import { createUserTokens, TOKEN_SCOPES, type TokenScope } from './user-token';

interface User {
  readonly createdAt: number;
  /** One more at every revocation. */
  readonly generation: number;
  /** The app's own name for the user; undefined for most, and for those of before it could be given. */
  readonly customId?: string | undefined;
  readonly lastTokenIssuedAt?: number | undefined;
}

/** Communication users and their access tokens. */
export interface Identities {
  readonly routes: readonly Route[];
  readonly has: (userId: string) => boolean;
  /** The user of an access token that is valid now. */
  readonly readUser: (jwt: string) => CallingUser | undefined;
}

export interface IdentityOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly accessKey: string;
  readonly immutableResourceId: string;
}

const MINUTE_MS = 60_000;
const scopes = z.array(z.enum(TOKEN_SCOPES));
const expiresInMinutes = z.number().int().min(60).max(1440).nullish();
const createSchema = z.object({
  customId: z.string().min(1).max(256).nullish(),
  createTokenWithScopes: scopes.nullish(),
  expiresInMinutes,
});
const issueSchema = z.object({ scopes, expiresInMinutes });
const NO_SCOPES = refusal(400, 'InvalidScopes', 'Invalid scopes - Scopes field is required.');
/** Who is of another resource is no business of this one: so the vendor's recorded suite has it. */
const FOREIGN = refusal(401, 'Unauthorized', 'The identity is not one of this resource.');
const UNKNOWN = refusal(404, 'IdentityNotFound', 'The identity does not exist.');

export function createIdentities(options: IdentityOptions): Identities {
  const { store, clock, ids, immutableResourceId } = options;
  const users = store.collection<User>('communication_users');
  /** Users by their custom id. */
  const named = store.collection<string>('communication_users_named');
  const tokens = createUserTokens(options.accessKey, immutableResourceId);

  function issue(userId: string, { generation }: User, granted: readonly TokenScope[], minutes = 1440) {
    const expiresAt = clock.now() + minutes * MINUTE_MS;
    const token = tokens.sign({ userId, scopes: granted, expiresAt, generation }, clock.now());
    return { token, expiresOn: new Date(expiresAt).toISOString() };
  }

  async function keepIssued(id: string, user: User, granted: readonly TokenScope[], minutes?: number) {
    await users.put(id, { ...user, lastTokenIssuedAt: clock.now() });
    return issue(id, user, granted, minutes);
  }

  /** The same custom id names the same user. */
  async function create({ customId, ...body }: z.infer<typeof createSchema>): Promise<LocalResponse> {
    const known = customId ? named.get(customId) : undefined;
    const id = known ?? `8:acs:${immutableResourceId}_${ids.next('user')}`;
    const user = users.get(id) ?? { createdAt: clock.now(), generation: 0, customId: customId ?? undefined };
    await Promise.all([users.put(id, user), ...(customId ? [named.put(customId, id)] : [])]);
    const granted = body.createTokenWithScopes ?? [];
    const identity = identityOf(id, user);
    if (granted.length === 0) return { status: 201, body: { identity } };
    return {
      status: 201,
      body: { identity, accessToken: await keepIssued(id, user, granted, body.expiresInMinutes ?? undefined) },
    };
  }

  async function withUser(id: string, handle: (user: User) => Promise<LocalResponse>): Promise<LocalResponse> {
    if (!id.startsWith(`8:acs:${immutableResourceId}_`)) return FOREIGN;
    const user = users.get(id);
    return user ? handle(user) : UNKNOWN;
  }

  async function remove(id: string, { customId }: User): Promise<LocalResponse> {
    await Promise.all([users.delete(id), ...(customId === undefined ? [] : [named.delete(customId)])]);
    return { status: 204 };
  }

  return {
    has: (userId) => users.has(userId),
    readUser(jwt) {
      const token = tokens.read(jwt);
      const user = token && users.get(token.userId);
      return user?.generation === token?.generation && token && clock.now() < token.expiresAt ? token : undefined;
    },
    routes: routesOf({
      create,
      get: (id) => withUser(id, async (user) => ({ status: 200, body: identityOf(id, user) })),
      issue: (id, { scopes: granted, expiresInMinutes: minutes }) =>
        withUser(id, async (user) =>
          granted.length === 0
            ? NO_SCOPES
            : { status: 200, body: await keepIssued(id, user, granted, minutes ?? undefined) },
        ),
      revoke: (id) =>
        withUser(id, async (user) => {
          await users.put(id, { ...user, generation: user.generation + 1 });
          return { status: 204 };
        }),
      remove: (id) => withUser(id, (user) => remove(id, user)),
    }),
  };
}

const identityOf = (id: string, { customId, lastTokenIssuedAt }: User) => ({
  id,
  ...(customId === undefined ? {} : { customId }),
  ...(lastTokenIssuedAt === undefined ? {} : { lastTokenIssuedAt: new Date(lastTokenIssuedAt).toISOString() }),
});

type Answer = LocalResponse | Promise<LocalResponse>;

interface Operations {
  readonly get: (id: string) => Answer;
  readonly create: (body: z.infer<typeof createSchema>) => Answer;
  readonly issue: (id: string, body: z.infer<typeof issueSchema>) => Answer;
  readonly revoke: (id: string) => Answer;
  readonly remove: (id: string) => Answer;
}

const idIn = ({ params }: LocalRequest): string => params['id'] ?? '';

/** https://learn.microsoft.com/rest/api/communication/identity */
const routesOf = ({ create, get, issue, revoke, remove }: Operations): Route[] => [
  { method: 'POST', path: '/identities', handle: (request) => withBody(request, createSchema, create) },
  { method: 'GET', path: '/identities/{id}', handle: (request) => get(idIn(request)) },
  {
    method: 'POST',
    path: '/identities/{id}/:issueAccessToken',
    handle: (request) => withBody(request, issueSchema, (body) => issue(idIn(request), body)),
  },
  {
    method: 'POST',
    path: '/identities/{id}/:revokeAccessTokens',
    handle: (request) => revoke(idIn(request)),
  },
  { method: 'DELETE', path: '/identities/{id}', handle: (request) => remove(idIn(request)) },
];
