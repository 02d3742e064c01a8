import { decodeJwt } from 'jose';
import { z } from 'zod';
import type { Clock } from '../ports/time-and-ids';
import { createKeySource, type FetchKeys, type KeySource } from './key-source';
import { rolesOf, type Role } from './roles';
import { bearerToken, refused, verifyJwt, type Validated } from './verify';

/** Who calls our API. A subject is its tenant and object id together, never a name or an address. */
export type Caller =
  | {
      readonly kind: 'person';
      readonly entraTenantId: string;
      readonly objectId: string;
      readonly roles: ReadonlySet<Role>;
      readonly name: string | null;
    }
  | {
      readonly kind: 'app';
      readonly entraTenantId: string;
      readonly objectId: string;
      readonly roles: ReadonlySet<Role>;
      readonly appId: string;
    };

/** Whose tokens our API takes. */
export interface EntraOptions {
  /** `https://login.microsoftonline.com`, or where a local Entra listens. */
  readonly authority: string;
  /** The Entra tenants whose people and apps may call. */
  readonly entraTenantIds: readonly string[];
  /** Our API's client id and, where used, its application id URI. */
  readonly audiences: readonly string[];
  /** The delegated permission that people's tokens must carry, e.g. `access_as_user`. */
  readonly scope: string;
  readonly clock: Clock;
  readonly fetchKeys?: FetchKeys;
}

/** Says who calls by a token of Microsoft Entra. */
export interface EntraTokens {
  /** Checks the `Authorization` header of a request. */
  validate(authorization: string | null | undefined): Promise<Validated<Caller>>;
}

interface Issuer {
  readonly entraTenantId: string;
  readonly keys: KeySource;
}

const accessTokenClaims = z.object({
  ver: z.literal('2.0'),
  tid: z.string(),
  oid: z.string().min(1),
  scp: z.string().optional(),
  roles: z.array(z.string()).optional(),
  idtyp: z.string().optional(),
  azp: z.string().optional(),
  name: z.string().optional(),
});
type AccessTokenClaims = z.infer<typeof accessTokenClaims>;

/**
 * Validates Entra v2.0 access tokens after
 * https://learn.microsoft.com/entra/identity-platform/claims-validation: one issuer and key set for each allowed tenant.
 */
export function createEntraTokens(options: EntraOptions): EntraTokens {
  const authority = options.authority.replace(/\/+$/, '');
  const issuers = new Map<string, Issuer>(
    options.entraTenantIds.map((entraTenantId) => [
      `${authority}/${entraTenantId}/v2.0`,
      { entraTenantId, keys: createKeySource(`${authority}/${entraTenantId}/discovery/v2.0/keys`, options.fetchKeys) },
    ]),
  );
  return {
    async validate(authorization) {
      const token = bearerToken(authorization);
      if (token === undefined) return refused(authorization ? 'malformed' : 'missing');
      const named = issuerNamedIn(token);
      if (named === undefined) return refused('malformed');
      const issuer = issuers.get(named);
      if (issuer === undefined) return refused('issuer');
      const { audiences, clock } = options;
      const verified = await verifyJwt(token, { issuer: named, audiences, keys: issuer.keys, clock });
      return verified.kind === 'valid' ? callerOf(verified.value.claims, issuer, options.scope) : verified;
    },
  };
}

/** Read before anything is verified: it only chooses which keys to verify with. */
function issuerNamedIn(token: string): string | undefined {
  try {
    return decodeJwt(token).iss ?? '';
  } catch {
    return undefined;
  }
}

function callerOf(payload: unknown, issuer: Issuer, scope: string): Validated<Caller> {
  const parsed = accessTokenClaims.safeParse(payload);
  if (!parsed.success)
    return refused(parsed.error.issues.some(({ path }) => path[0] === 'ver') ? 'version' : 'subject');
  const claims = parsed.data;
  if (claims.tid !== issuer.entraTenantId) return refused('tenant');
  return claims.scp === undefined ? appOf(claims) : personOf(claims, scope);
}

function personOf(claims: AccessTokenClaims, scope: string): Validated<Caller> {
  if (!claims.scp?.split(' ').includes(scope)) return refused('scope');
  if (claims.idtyp === 'app') return refused('kind');
  return {
    kind: 'valid',
    value: {
      kind: 'person',
      entraTenantId: claims.tid,
      objectId: claims.oid,
      roles: rolesOf(claims.roles ?? []),
      name: claims.name ?? null,
    },
  };
}

/** Without scopes only an app's own token is good; ID tokens, which have neither scopes nor `idtyp`, end here. */
function appOf(claims: AccessTokenClaims): Validated<Caller> {
  if (claims.idtyp !== 'app' || claims.azp === undefined) return refused('kind');
  const roles = rolesOf(claims.roles ?? []);
  if (roles.size === 0) return refused('scope');
  return {
    kind: 'valid',
    value: { kind: 'app', entraTenantId: claims.tid, objectId: claims.oid, roles, appId: claims.azp },
  };
}
