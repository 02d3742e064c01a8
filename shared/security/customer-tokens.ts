import { createHmac } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import type { Clock } from '../ports/time-and-ids';

/** Who writes in a chat of our own. */
export interface ChatCustomer {
  readonly threadId: string;
  readonly userId: string;
}

/** Tokens that the stamp gives customers' pages: each opens one chat. */
export interface CustomerTokens {
  sign(customer: ChatCustomer): Promise<{ readonly token: string; readonly expiresAt: number }>;
  /** Six digits that nobody else can make of these words, the same each time. */
  codeOf(words: string): Promise<string>;
  /** Undefined: not one of ours, over, or for another chat. */
  verify(authorization: string | null, threadId: string): Promise<ChatCustomer | undefined>;
}

const LIFETIME_MS = 24 * 60 * 60_000;
const AUDIENCE = 'switchboard:chat';
const THREAD = 'thread';
const CODE_DIGITS = 6;
const CODES = 10 ** CODE_DIGITS;

/** HS256 with a key that the deployment made once and nobody else has: who signs is who reads. */
export function createCustomerTokens(key: () => Promise<string>, clock: Clock): CustomerTokens {
  const secret = async () => Buffer.from(await key(), 'base64url');
  return {
    async sign({ threadId, userId }) {
      const expiresAt = clock.now() + LIFETIME_MS;
      const token = await new SignJWT({ [THREAD]: threadId })
        .setProtectedHeader({ alg: 'HS256' })
        .setAudience(AUDIENCE)
        .setSubject(userId)
        .setIssuedAt(Math.floor(clock.now() / 1000))
        .setExpirationTime(Math.floor(expiresAt / 1000))
        .sign(await secret());
      return { token, expiresAt };
    },
    async codeOf(words) {
      const digest = createHmac('sha256', await secret())
        .update(`code\n${words}`)
        .digest();
      return String(digest.readUInt32BE(0) % CODES).padStart(CODE_DIGITS, '0');
    },
    async verify(authorization, threadId) {
      const token = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1];
      if (token === undefined) return undefined;
      try {
        const { payload } = await jwtVerify(token, await secret(), {
          algorithms: ['HS256'],
          audience: AUDIENCE,
          requiredClaims: ['sub', 'exp'],
          currentDate: new Date(clock.now()),
        });
        return payload[THREAD] === threadId ? { threadId, userId: payload.sub ?? '' } : undefined;
      } catch {
        return undefined;
      }
    },
  };
}
