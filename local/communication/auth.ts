import type { LocalRequest, LocalResponse, Route } from '../kit/http';
import { refusal } from './answers';
import { isSigned } from './signature';
import type { UserToken } from './user-token';

/** Whether Entra issued a bearer token for an audience: its claims or true; else false, nothing or a rejection. */
export type VerifyToken = (token: string, audience: string) => Promise<object | boolean | undefined>;

/** A communication user who presents an own access token. */
export type CallingUser = Pick<UserToken, 'userId' | 'scopes'>;

/** Guards a route: a caller without valid credentials gets 401 before anything else is looked at. */
export type Authorise = (handle: Route['handle']) => Route['handle'];

export interface Auth {
  /** For callers that act for the whole resource: by its access key, or by an Entra identity. */
  readonly asResource: Authorise;
  /** For callers that act for one communication user. Neither key nor Entra token will do. */
  readonly asUser: (
    handle: (request: LocalRequest, user: CallingUser) => LocalResponse | Promise<LocalResponse>,
  ) => Route['handle'];
}

export interface ResourceCredentials {
  /** Base64, as the portal shows it. */
  readonly accessKey: string;
  readonly verifyToken: VerifyToken;
}

/** Clients ask for scope `https://communication.azure.com//.default`; tokens name the audience either way. */
const AUDIENCES = ['https://communication.azure.com/', 'https://communication.azure.com'];

const DENIED = refusal(401, 'Denied', 'Access denied due to invalid credentials or expired token.');

/** The guard of the operations of a resource, those of Call Automation too. */
export function authoriseResource({ accessKey, verifyToken }: ResourceCredentials): Authorise {
  const byEntra = async (jwt: string) => {
    for (const audience of AUDIENCES) {
      if (await verifyToken(jwt, audience).catch(() => false)) return true;
    }
    return false;
  };
  const isResource = (request: LocalRequest): boolean | Promise<boolean> => {
    const jwt = bearer(request);
    return jwt === undefined ? isSigned(request, accessKey) : byEntra(jwt);
  };
  return (handle) => async (request) => ((await isResource(request)) ? handle(request) : DENIED);
}

/** `readUser` finds the user of an access token that is valid now: signed by us, not expired, not revoked. */
export const authoriseUser =
  (readUser: (jwt: string) => CallingUser | undefined): Auth['asUser'] =>
  (handle) =>
  (request) => {
    const user = readUser(bearer(request) ?? '');
    return user ? handle(request, user) : DENIED;
  };

const bearer = ({ headers }: LocalRequest): string | undefined =>
  /^Bearer (.+)$/i.exec(headers['authorization'] ?? '')?.[1];
