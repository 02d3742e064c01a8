import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';
import type { CryptoKey, JWK, JWTPayload } from 'jose';
import type { Clock } from '../kit/clock';
import type { Store } from '../kit/store';

/** The signing keys of one issuer. The newest signs; those it replaced stay published while their tokens may live. */
export interface KeyRing {
  sign(claims: JWTPayload): Promise<string>;
  /** The JWKS document of this issuer. */
  published(): { readonly keys: readonly JWK[] };
  /** Lets a new key sign from now on; gives its key id. */
  rotate(): Promise<string>;
}

interface StoredKey {
  readonly issuer: string;
  readonly keyId: string;
  readonly privateJwk: JWK;
  readonly publicJwk: JWK;
  readonly createdAt: number;
  readonly replacedAt: number | null;
}

interface KeyRingOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** Names the ring in the store. */
  readonly issuer: string;
  /** Members that each published key carries beside the usual ones, e.g. the Bot Framework's `endorsements`. */
  readonly publishedMembers: Readonly<Record<string, unknown>>;
}

/** No token lives longer: managed identities get tokens of 24 hours. */
const PUBLISHED_AFTER_REPLACED_MS = 24 * 3_600_000;

/** Opens the ring that the store holds, or makes its first key. */
export async function openKeyRing({ store, clock, issuer, publishedMembers }: KeyRingOptions): Promise<KeyRing> {
  const stored = store.collection<StoredKey>('entra_keys');
  const signers = new Map<string, Promise<CryptoKey>>();
  const own = () => stored.values().filter((key) => key.issuer === issuer);
  const signing = () => own().find((key) => key.replacedAt === null);

  async function rotate(): Promise<string> {
    const made = await makeKey(issuer, clock.now());
    const replaced = signing();
    await Promise.all([
      stored.put(made.keyId, made),
      ...(replaced ? [stored.put(replaced.keyId, { ...replaced, replacedAt: clock.now() })] : []),
    ]);
    return made.keyId;
  }

  const signerOf = (key: StoredKey): Promise<CryptoKey> => {
    const signer = signers.get(key.keyId) ?? (importJWK(key.privateJwk, 'RS256') as Promise<CryptoKey>);
    signers.set(key.keyId, signer);
    return signer;
  };

  if (signing() === undefined) await rotate();

  return {
    rotate,
    async sign(claims) {
      const key = signing();
      if (key === undefined) throw new Error(`The key ring of ${issuer} has no signing key.`);
      const header = { alg: 'RS256', kid: key.keyId, typ: 'JWT', x5t: key.keyId };
      return new SignJWT(claims).setProtectedHeader(header).sign(await signerOf(key));
    },
    published: () => ({
      keys: own()
        .filter(({ replacedAt }) => replacedAt === null || clock.now() < replacedAt + PUBLISHED_AFTER_REPLACED_MS)
        .map(({ publicJwk, keyId }) => ({ ...publicJwk, kid: keyId, use: 'sig', alg: 'RS256', ...publishedMembers })),
    }),
  };
}

async function makeKey(issuer: string, createdAt: number): Promise<StoredKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const publicJwk = await exportJWK(publicKey);
  return {
    issuer,
    keyId: await calculateJwkThumbprint(publicJwk),
    privateJwk: await exportJWK(privateKey),
    publicJwk,
    createdAt,
    replacedAt: null,
  };
}
