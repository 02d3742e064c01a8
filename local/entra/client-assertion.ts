// cspell:ignore AADSTS
import { createHash, X509Certificate, type KeyObject } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, jwtVerify, type JWTPayload } from 'jose';
import type { Refusal } from './answers';
import type { EntraApplication } from './directory';

/** Why an assertion proves nothing. */
export interface Disproof {
  readonly refusal: Refusal;
  readonly message: string;
}

export interface Claimed {
  readonly app: EntraApplication;
  readonly assertion: string;
  /** Of the token endpoint, the issuer and whatever else names this Entra to a client. */
  readonly audiences: readonly string[];
  readonly now: number;
}

/**
 * What of a client's own token is wrong: it must be signed by a certificate of the application, say that it is from and
 * about the client, and be meant for us. After https://learn.microsoft.com/entra/identity-platform/certificate-credentials
 */
export async function disprove({ app, assertion, audiences, now }: Claimed): Promise<Disproof | undefined> {
  const claims = claimsIn(assertion);
  const key = keyOf(app, assertion);
  if (claims === undefined) return { refusal: 'assertionUnreadable', message: 'The client assertion is no JWT.' };
  if (key === undefined || !(await isSigned(assertion, key)))
    return { refusal: 'assertionNotSigned', message: `No certificate of '${app.appId}' signed the client assertion.` };
  if (claims.iss !== app.appId || claims.sub !== app.appId)
    return { refusal: 'assertionOfAnother', message: "Issuer and subject of the assertion must be the 'client_id'." };
  if (![claims.aud].flat().some((audience) => audiences.includes(String(audience))))
    return { refusal: 'assertionForAnother', message: `The assertion is for '${String(claims.aud)}'.` };
  const seconds = now / 1000;
  const isInTime = (claims.nbf ?? 0) <= seconds + SKEW_SECONDS && seconds < (claims.exp ?? 0) + SKEW_SECONDS;
  return isInTime ? undefined : { refusal: 'assertionLate', message: 'The client assertion is not valid now.' };
}

const SKEW_SECONDS = 300;

export function claimsIn(assertion: string): JWTPayload | undefined {
  try {
    return decodeJwt(assertion);
  } catch {
    return undefined;
  }
}

/** The registered certificate that the header names by its thumbprint. */
function keyOf({ certificates }: EntraApplication, assertion: string): KeyObject | undefined {
  try {
    const header = decodeProtectedHeader(assertion);
    const named = certificates
      .map((pem) => new X509Certificate(pem))
      .find(({ raw }) => thumbprint('sha256', raw) === header['x5t#S256'] || thumbprint('sha1', raw) === header.x5t);
    return named?.publicKey;
  } catch {
    return undefined;
  }
}

const thumbprint = (algorithm: 'sha1' | 'sha256', der: Buffer) => createHash(algorithm).update(der).digest('base64url');

/** Times are looked at by the local clock afterwards. */
const isSigned = (assertion: string, key: KeyObject): Promise<boolean> =>
  jwtVerify(assertion, key, { algorithms: ['RS256', 'PS256'], currentDate: startOf(assertion) }).then(
    () => true,
    () => false,
  );

function startOf(assertion: string): Date {
  const { nbf = 0, iat = 0 } = decodeJwt(assertion);
  return new Date(Math.max(nbf, iat) * 1000);
}
