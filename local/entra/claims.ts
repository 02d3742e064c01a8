// cspell:ignore azpacr
import { createHash, randomUUID } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { sameResource, type EntraApplication, type EntraPerson, type Resource } from './directory';

/** How long tokens live, in seconds. Entra gives users and apps 60 to 90 minutes, managed identities 24 hours. */
export const LIFETIME_SECONDS = { user: 3_600, app: 3_600, managedIdentity: 86_400 } as const;

/** When and by whom a token is issued. */
export interface Issue {
  readonly authority: string;
  readonly now: number;
  readonly lifetimeSeconds: number;
}

export const issuerOf = (authority: string, tenantId: string): string => `${authority}/${tenantId}/v2.0`;

/** Claims of an app's own token, after https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference. */
export function appClaims(app: EntraApplication, resource: Resource, issue: Issue): JWTPayload {
  const roles = Object.entries(app.granted)
    .filter(([name]) => resource.names.some((known) => sameResource(known, name)))
    .flatMap(([, granted]) => granted);
  return {
    ...common(app.tenantId, resource.audience, issue),
    azp: app.appId,
    azpacr: '1',
    idtyp: 'app',
    oid: app.objectId,
    sub: app.objectId,
    ...(roles.length > 0 ? { roles } : {}),
  };
}

/** Claims of a person's access token to one of our own APIs or an Azure service. */
export function userClaims(
  person: EntraPerson,
  clientId: string,
  resource: Resource,
  scopes: readonly string[],
  issue: Issue,
): JWTPayload {
  return {
    ...common(person.tenantId, resource.audience, issue),
    azp: clientId,
    azpacr: '0',
    ...identityOf(person, resource.audience),
    scp: scopes.join(' '),
    ...(person.roles.length > 0 ? { roles: person.roles } : {}),
  };
}

/** Claims of the ID token that tells `clientId` who signed in. */
export function idClaims(person: EntraPerson, clientId: string, nonce: string | null, issue: Issue): JWTPayload {
  return {
    ...common(person.tenantId, clientId, issue),
    ...identityOf(person, clientId),
    ...(person.roles.length > 0 ? { roles: person.roles } : {}),
    ...(nonce === null ? {} : { nonce }),
  };
}

function common(tenantId: string, audience: string, { authority, now, lifetimeSeconds }: Issue): JWTPayload {
  const seconds = Math.floor(now / 1000);
  return {
    aud: audience,
    iss: issuerOf(authority, tenantId),
    iat: seconds,
    nbf: seconds,
    exp: seconds + lifetimeSeconds,
    tid: tenantId,
    uti: randomUUID().replaceAll('-', ''),
    ver: '2.0',
  };
}

const identityOf = (person: EntraPerson, audience: string) => ({
  name: person.name,
  oid: person.objectId,
  preferred_username: person.userPrincipalName,
  // Pairwise: the same person has another subject in each application.
  sub: createHash('sha256').update(`${person.objectId} ${audience}`).digest('base64url'),
});
