import { createRemoteJWKSet, customFetch, type JWK, type JWTVerifyGetKey } from 'jose';

/** Fetches a key document; tests and hosts with an own certificate authority give theirs. */
export type FetchKeys = (url: string, init: { readonly signal: AbortSignal }) => Promise<Response>;

/** The signing keys of one issuer, fetched when first needed and kept. */
export interface KeySource {
  readonly select: JWTVerifyGetKey;
  /** The channels that a key is endorsed for: a member of the Bot connector's key documents. */
  endorsements(keyId: string): readonly unknown[];
}

interface EndorsedKey extends JWK {
  readonly endorsements?: readonly unknown[];
}

/** An issuer rolls its keys within days; a day-old document is fetched again even if every key was found in it. */
const KEEP_KEYS_MS = 24 * 3_600_000;
/** Unknown key ids cost a fetch at most every five minutes, so that forged ones cannot make us hammer the issuer. */
const REFETCH_AFTER_MS = 5 * 60_000;
const FETCH_TIMEOUT_MS = 5_000;

/** Reads the JWKS document at `url`. */
export function createKeySource(url: string, fetchKeys?: FetchKeys): KeySource {
  const keys = createRemoteJWKSet(new URL(url), {
    cacheMaxAge: KEEP_KEYS_MS,
    cooldownDuration: REFETCH_AFTER_MS,
    timeoutDuration: FETCH_TIMEOUT_MS,
    ...(fetchKeys ? { [customFetch]: fetchKeys } : {}),
  });
  return {
    select: keys,
    endorsements: (keyId) => {
      const entry: EndorsedKey | undefined = keys.jwks()?.keys.find((key) => key.kid === keyId);
      return entry?.endorsements ?? [];
    },
  };
}
