import { decodeProtectedHeader, errors, jwtVerify, type JWTPayload } from 'jose';
import type { Clock } from '../ports/time-and-ids';
import type { KeySource } from './key-source';

/** Why a token was refused. Logged, never told to the caller. */
export type TokenRefusal =
  | 'missing'
  | 'malformed'
  | 'algorithm'
  | 'unknownKey'
  | 'signature'
  | 'issuer'
  | 'audience'
  | 'expired'
  | 'notYetValid'
  | 'version'
  | 'tenant'
  | 'subject'
  | 'kind'
  | 'scope'
  | 'serviceUrl'
  | 'endorsement'
  | 'keysUnavailable';

/** `keysUnavailable` is ours to repair: answer it with 503, every other refusal with 401. */
export type Validated<T> =
  | { readonly kind: 'valid'; readonly value: T }
  | { readonly kind: 'refused'; readonly refusal: TokenRefusal };

export const refused = (refusal: TokenRefusal): { readonly kind: 'refused'; readonly refusal: TokenRefusal } => ({
  kind: 'refused',
  refusal,
});

/** Whom a token must come from and whom it must be for. */
export interface Expectation {
  readonly issuer: string;
  readonly audiences: readonly string[];
  readonly keys: KeySource;
  readonly clock: Clock;
}

/** Microsoft's issuers all sign with RS256: anything else, `none` and HMAC with the public key first of all, is forged. */
const ALGORITHMS = ['RS256'];
/** Between Microsoft's clocks and ours; their own libraries allow up to five minutes. */
const CLOCK_TOLERANCE_SECONDS = 60;

/** The token of an `Authorization: Bearer …` header. */
export function bearerToken(authorization: string | null | undefined): string | undefined {
  return /^Bearer +([\w.~+/=-]+)$/i.exec(authorization ?? '')?.[1];
}

/** Checks signature, algorithm, issuer, audience and lifetime; what the claims mean is the caller's to check. */
export async function verifyJwt(
  token: string,
  { issuer, audiences, keys, clock }: Expectation,
): Promise<Validated<{ readonly claims: JWTPayload; readonly keyId: string }>> {
  const keyId = keyIdOf(token);
  if (keyId === undefined) return refused('malformed');
  try {
    const { payload } = await jwtVerify(token, keys.select, {
      algorithms: ALGORITHMS,
      issuer,
      audience: [...audiences],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: new Date(clock.now()),
      requiredClaims: ['exp', 'iss', 'aud'],
    });
    return { kind: 'valid', value: { claims: payload, keyId } };
  } catch (error) {
    return refused(refusalOf(error));
  }
}

function refusalOf(error: unknown): TokenRefusal {
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed) return claimRefusal(error.claim);
  if (error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported) return 'algorithm';
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys)
    return 'unknownKey';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature';
  if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid) return 'malformed';
  return 'keysUnavailable';
}

function claimRefusal(claim: string): TokenRefusal {
  switch (claim) {
    case 'iss':
      return 'issuer';
    case 'aud':
      return 'audience';
    case 'nbf':
      return 'notYetValid';
    case 'exp':
      return 'expired';
    default:
      return 'malformed';
  }
}

/** Microsoft always names its key; without the name, the only key of a set would be taken. */
function keyIdOf(token: string): string | undefined {
  try {
    return decodeProtectedHeader(token).kid;
  } catch {
    return undefined;
  }
}
