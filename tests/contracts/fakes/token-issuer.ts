import { CompactSign, exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose';
import type { FetchKeys } from '../../../shared/security/key-source';

/** One signing key with the claims and headers that a test may bend. */
export interface TokenIssuer {
  readonly keyId: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  /** Answers the key document; counts how often it was asked. */
  readonly fetchKeys: FetchKeys;
  asked(): number;
  sign(claims: JWTPayload, header?: Record<string, unknown>): Promise<string>;
  /** Signs anything, JSON or not. */
  signRaw(payload: string): Promise<string>;
}

/** Makes an issuer with one RS256 key of its own. */
export async function createTokenIssuer(
  keyId: string,
  entryMembers: Readonly<Record<string, unknown>> = {},
): Promise<TokenIssuer> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const entry = { ...(await exportJWK(publicKey)), kid: keyId, alg: 'RS256', use: 'sig', ...entryMembers };
  let asked = 0;
  return {
    keyId,
    privateKey,
    publicKey,
    asked: () => asked,
    fetchKeys: async () => {
      asked += 1;
      return new Response(JSON.stringify({ keys: [entry] }), { status: 200 });
    },
    sign: (claims, header = {}) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: keyId, typ: 'JWT', ...header }).sign(privateKey),
    signRaw: (payload) =>
      new CompactSign(new TextEncoder().encode(payload))
        .setProtectedHeader({ alg: 'RS256', kid: keyId })
        .sign(privateKey),
  };
}
