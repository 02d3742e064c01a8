import type { LocalRequest, LocalResponse, Route } from '../kit/http';
import { refusal } from './answers';
import { isSigned } from './signature';
import type { UserToken } from './user-token';

/**
 * Whether Entra issued a bearer token for an audience: its claims, or undefined (or a rejection) when it did not.
 */
export type VerifyToken = (token: string, audience: string) => Promise<object | undefined>;

/** A communication user who presents an own access token. */
export type CallingUser = Pick<UserToken, 'userId' | 'scopes'>;

/** Guards routes. A caller without valid credentials gets 401 before anything else is looked at. */
export interface Auth {
  /** For callers that act for the whole resource: by its access key, or by an Entra identity. */
  readonly asResource: (handle: Route['handle']) => Route['handle'];
  /** For callers that act for one communication user. Neither key nor Entra token will do. */
  readonly asUser: (
    handle: (request: LocalRequest, user: CallingUser) => LocalResponse | Promise<LocalResponse>,
  ) => Route['handle'];
}

export interface AuthOptions {
  /** Base64, as the portal shows it. */
  readonly accessKey: string;
  readonly verifyToken: VerifyToken;
  /** The user of a valid access token: signed by us, not expired, not revoked. */
  readonly readUser: (jwt: string) => CallingUser | undefined;
}

/** Clients ask for scope `https://communication.azure.com//.default`; tokens name the audience either way. */
const AUDIENCES = ['https://communication.azure.com/', 'https://communication.azure.com'];

const DENIED = refusal(401, 'Denied', 'Access denied due to invalid credentials or expired token.');

export function createAuth({ accessKey, verifyToken, readUser }: AuthOptions): Auth {
  const byEntra = async (jwt: string) => {
    for (const audience of AUDIENCES) {
      if ((await verifyToken(jwt, audience).catch(() => undefined)) !== undefined) return true;
    }
    return false;
  };

  async function isResource(request: LocalRequest): Promise<boolean> {
    const jwt = bearer(request);
    return jwt === undefined ? isSigned(request, accessKey) : byEntra(jwt);
  }

  return {
    asResource: (handle) => async (request) => ((await isResource(request)) ? handle(request) : DENIED),
    asUser: (handle) => async (request) => {
      const user = readUser(bearer(request) ?? '');
      return user ? handle(request, user) : DENIED;
    },
  };
}

const bearer = ({ headers }: LocalRequest): string | undefined =>
  /^Bearer (.+)$/i.exec(headers['authorization'] ?? '')?.[1];
