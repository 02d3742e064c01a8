import { decodeProtectedHeader, errors, importJWK, jwtVerify } from 'jose';
import type { JWTPayload } from 'jose';
import type { Clock } from '../kit/clock';
import { appClaims, idClaims, issuerOf, userClaims, type Issue } from './claims';
import { sameResource, type Directory, type EntraApplication, type EntraPerson, type Resource } from './directory';
import type { KeyRing } from './key-ring';

/** What became of a token that an emulated service was shown. */
export type Verified =
  | { readonly kind: 'valid'; readonly claims: JWTPayload }
  | { readonly kind: 'refused'; readonly reason: string };

/** Makes and checks the tokens of the directory. */
export interface Issuing {
  forApp(app: EntraApplication, resource: Resource, lifetimeSeconds: number): Promise<string>;
  forPerson(person: EntraPerson, clientId: string, resource: Resource, scopes: readonly string[]): Promise<string>;
  /** `nonce`: what the client gave when it sent the person to sign in. */
  idToken(person: EntraPerson, clientId: string, nonce: string | null): Promise<string>;
  /** `audience` is compared without regard to case and a last slash, as Azure's services do. */
  verify(token: string, audience: string): Promise<Verified>;
}

interface IssuingOptions {
  readonly keys: KeyRing;
  readonly clock: Clock;
  readonly directory: Directory;
  readonly authority: () => string;
  readonly userLifetimeSeconds: number;
}

export function createIssuing({ keys, clock, directory, authority, userLifetimeSeconds }: IssuingOptions): Issuing {
  const issue = (lifetimeSeconds: number): Issue => ({ authority: authority(), now: clock.now(), lifetimeSeconds });

  const proven = rememberProven();

  async function claimsOf(token: string): Promise<JWTPayload> {
    const now = clock.now();
    const known = proven.get(token, now);
    if (known !== undefined) return known;
    const { payload } = await jwtVerify(token, (header) => publicKey(keys, header.kid), {
      algorithms: ['RS256'],
      currentDate: new Date(now),
      requiredClaims: ['exp', 'iss', 'aud', 'tid'],
    });
    proven.add(token, payload);
    return payload;
  }

  async function verify(token: string, audience: string): Promise<Verified> {
    try {
      return judge(await claimsOf(token), audience);
    } catch (error) {
      return refused(error instanceof errors.JOSEError ? error.message : `not a token: ${String(error)}`);
    }
  }

  function judge(claims: JWTPayload, audience: string): Verified {
    const tenantId = String(claims['tid']);
    if (directory.tenant(tenantId) === undefined || claims.iss !== issuerOf(authority(), tenantId))
      return refused(`the issuer ${String(claims.iss)} is not this Entra`);
    const names = directory.resource(audience)?.names ?? [audience];
    const meant = [claims.aud].flat().some((aud) => names.some((name) => sameResource(name, String(aud))));
    return meant ? { kind: 'valid', claims } : refused(`the token is for ${String(claims.aud)}, not for ${audience}`);
  }

  return {
    forApp: (app, resource, lifetimeSeconds) => keys.sign(appClaims(app, resource, issue(lifetimeSeconds))),
    forPerson: (person, clientId, resource, scopes) =>
      keys.sign(userClaims(person, clientId, resource, scopes, issue(userLifetimeSeconds))),
    idToken: (person, clientId, nonce) => keys.sign(idClaims(person, clientId, nonce, issue(userLifetimeSeconds))),
    verify,
  };
}

const MOST_PROVEN = 1_000;

/** Tokens whose signature was found good: an app shows the same one with every request. A key outlives its tokens. */
function rememberProven() {
  const claimsByToken = new Map<string, JWTPayload>();
  return {
    get(token: string, now: number): JWTPayload | undefined {
      const claims = claimsByToken.get(token);
      const { nbf = 0, exp = 0 } = claims ?? {};
      return nbf * 1_000 <= now && now < exp * 1_000 ? claims : undefined;
    },
    add(token: string, claims: JWTPayload): void {
      if (claimsByToken.size >= MOST_PROVEN) claimsByToken.clear();
      claimsByToken.set(token, claims);
    },
  };
}

const refused = (reason: string): Verified => ({ kind: 'refused', reason });

async function publicKey(keys: KeyRing, keyId: string | undefined) {
  const jwk = keys.published().keys.find(({ kid }) => kid === keyId);
  if (jwk === undefined) throw new errors.JWKSNoMatchingKey();
  return importJWK(jwk, 'RS256');
}

/** The key that a token names; for tests and the console. */
export const keyIdOf = (token: string): string | undefined => decodeProtectedHeader(token).kid;
