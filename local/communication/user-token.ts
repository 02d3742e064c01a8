import { createHmac, timingSafeEqual } from 'node:crypto';

/** What an access token of a communication user may be used for. */
export const TOKEN_SCOPES = ['chat', 'chat.join', 'chat.join.limited', 'voip', 'voip.join'] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

export interface UserToken {
  /** Raw id: `8:acs:{resource}_{user}`. */
  readonly userId: string;
  readonly scopes: readonly TokenScope[];
  readonly expiresAt: number;
  /** Tokens of an earlier generation than the user's were revoked. */
  readonly generation: number;
}

export interface UserTokens {
  sign(token: UserToken, issuedAt: number): string;
  /** Undefined for what we did not sign; expiry and revocation are the reader's to check. */
  read(jwt: string): UserToken | undefined;
}

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const HEADER = encode({ alg: 'HS256', typ: 'JWT' });

interface Claims {
  readonly skypeid: string;
  readonly acsScope: string;
  readonly exp: number;
  readonly generation: number;
}

/** The key comes from the access key: rotating that one revokes all tokens, as it does in Azure. */
export function createUserTokens(accessKey: string, resourceId: string): UserTokens {
  const key = createHmac('sha256', 'user access tokens').update(accessKey).digest();
  const mac = (text: string) => createHmac('sha256', key).update(text).digest();
  return {
    sign({ userId, scopes, expiresAt, generation }, issuedAt) {
      const claims = {
        skypeid: userId.replace(/^8:/, ''),
        acsScope: scopes.join(','),
        resourceId,
        iat: Math.floor(issuedAt / 1000),
        exp: Math.floor(expiresAt / 1000),
        generation,
      };
      const text = `${HEADER}.${encode(claims)}`;
      return `${text}.${mac(text).toString('base64url')}`;
    },
    read(jwt) {
      const [header, payload, signature] = jwt.split('.');
      if (header !== HEADER || payload === undefined || signature === undefined) return undefined;
      const [given, expected] = [Buffer.from(signature, 'base64url'), mac(`${header}.${payload}`)];
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Claims;
      return {
        userId: `8:${claims.skypeid}`,
        scopes: claims.acsScope.split(',') as TokenScope[],
        expiresAt: claims.exp * 1000,
        generation: claims.generation,
      };
    },
  };
}
