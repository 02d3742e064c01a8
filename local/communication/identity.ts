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
const createSchema = z.object({ createTokenWithScopes: scopes.nullish(), expiresInMinutes });
const issueSchema = z.object({ scopes: scopes.min(1), expiresInMinutes });
const UNKNOWN = refusal(404, 'IdentityNotFound', 'The identity does not exist.');

export function createIdentities(options: IdentityOptions): Identities {
  const { store, clock, ids, immutableResourceId } = options;
  const users = store.collection<User>('communication_users');
  const tokens = createUserTokens(options.accessKey, immutableResourceId);

  function issue(userId: string, { generation }: User, granted: readonly TokenScope[], minutes = 1440) {
    const expiresAt = clock.now() + minutes * MINUTE_MS;
    const token = tokens.sign({ userId, scopes: granted, expiresAt, generation }, clock.now());
    return { token, expiresOn: new Date(expiresAt).toISOString() };
  }

  async function create(body: z.infer<typeof createSchema>): Promise<LocalResponse> {
    const id = `8:acs:${immutableResourceId}_${ids.next('user')}`;
    const user = { createdAt: clock.now(), generation: 0 };
    await users.put(id, user);
    const granted = body.createTokenWithScopes ?? [];
    const accessToken = granted.length > 0 ? issue(id, user, granted, body.expiresInMinutes ?? undefined) : undefined;
    return { status: 201, body: { identity: { id }, ...(accessToken ? { accessToken } : {}) } };
  }

  async function change(id: string, make: (user: User) => Promise<void>): Promise<LocalResponse> {
    const user = users.get(id);
    if (!user) return UNKNOWN;
    await make(user);
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
      issue(id, body) {
        const user = users.get(id);
        if (!user) return UNKNOWN;
        return { status: 200, body: issue(id, user, body.scopes, body.expiresInMinutes ?? undefined) };
      },
      revoke: (id) => change(id, (user) => users.put(id, { ...user, generation: user.generation + 1 })),
      remove: (id) => change(id, () => users.delete(id)),
    }),
  };
}

type Answer = LocalResponse | Promise<LocalResponse>;

interface Operations {
  readonly create: (body: z.infer<typeof createSchema>) => Answer;
  readonly issue: (id: string, body: z.infer<typeof issueSchema>) => Answer;
  readonly revoke: (id: string) => Answer;
  readonly remove: (id: string) => Answer;
}

const idIn = ({ params }: LocalRequest): string => params['id'] ?? '';

/** https://learn.microsoft.com/rest/api/communication/identity */
const routesOf = ({ create, issue, revoke, remove }: Operations): Route[] => [
  { method: 'POST', path: '/identities', handle: (request) => withBody(request, createSchema, create) },
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
