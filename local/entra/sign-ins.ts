import { randomBytes } from 'node:crypto';
import type { Clock } from '../kit/clock';
import type { Store } from '../kit/store';

/** Somebody who signed in to a client and was sent back to its page. */
export interface SignIn {
  readonly person: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly origin: string;
  readonly scope: string;
  readonly nonce: string | null;
  /** SHA-256 of the verifier, base64url (RFC 7636). */
  readonly challenge: string;
  readonly at: number;
}

interface Code extends SignIn {
  readonly isUsed: boolean;
}

/** Codes and refresh tokens that were given out. They survive a restart. */
export interface SignIns {
  begin(signIn: Omit<SignIn, 'at'>): Promise<string>;
  /** A code is good once, for ten minutes. */
  redeem(code: string): Promise<SignIn | 'used' | 'unknown'>;
  /** A refresh token; a page's lives a day whatever happens. */
  keep(signIn: SignIn): Promise<string>;
  kept(refreshToken: string): SignIn | undefined;
}

const CODE_MS = 10 * 60_000;
const REFRESH_MS = 24 * 3_600_000;

export function createSignIns(store: Store, clock: Clock): SignIns {
  const codes = store.collection<Code>('sign-in-codes');
  const tokens = store.collection<SignIn>('sign-in-refresh-tokens');
  const fresh = () => randomBytes(32).toString('base64url');
  return {
    async begin(signIn) {
      const code = fresh();
      await codes.put(code, { ...signIn, at: clock.now(), isUsed: false });
      return code;
    },
    async redeem(code) {
      const found = codes.get(code);
      if (found === undefined || clock.now() > found.at + CODE_MS) return 'unknown';
      if (found.isUsed) return 'used';
      await codes.put(code, { ...found, isUsed: true });
      return found;
    },
    async keep(signIn) {
      const token = fresh();
      await tokens.put(token, signIn);
      return token;
    },
    kept(token) {
      const found = tokens.get(token);
      return found !== undefined && clock.now() <= found.at + REFRESH_MS ? found : undefined;
    },
  };
}
