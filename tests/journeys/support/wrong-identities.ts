import { createHmac } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';

/** A way to come with a token that is not good. */
export interface WrongIdentity {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Good tokens that the wrong ones are made of. */
export interface Material {
  /** An agent's access token for the product's API. */
  readonly agent: string;
  /** The same person's token for Microsoft Graph. */
  readonly otherAudience: string;
  readonly idToken: string;
  /** The managed identity's token for the product's API: no role. */
  readonly app: string;
  /** A token that was good two hours ago. */
  readonly expired: string;
  /** A host's master key, a key of another kind. */
  readonly masterKey: string;
  /** The issuer's public keys. */
  readonly keys: readonly { readonly kid: string; readonly n: string }[];
}

const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const partsOf = (token: string) => token.split('.') as [string, string, string];
const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as JWTPayload & { kid?: string };

/** Tokens as an attacker would try them: everything but one that Entra issued for this API to this person, in time. */
export async function wrongIdentities(material: Material): Promise<readonly WrongIdentity[]> {
  const [header, payload, signature] = partsOf(material.agent);
  const claims = read(payload);
  const { kid = '' } = read(header);
  const own = await generateKeyPair('RS256');
  const forged = (change: JWTPayload, protectedHeader: object = {}) =>
    new SignJWT({ ...claims, ...change })
      .setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT', ...protectedHeader })
      .sign(own.privateKey);
  const altered = (change: object) => `${header}.${base64({ ...claims, ...change })}.${signature}`;
  const seconds = claims.exp ?? 0;
  const bearers: Readonly<Record<string, string>> = {
    'two parts': `${header}.${payload}`,
    'four parts': `${material.agent}.x`,
    'no algorithm': `${base64({ alg: 'none', kid })}.${payload}.`,
    'HMAC with the public key': hmac(kid, payload, material.keys.find((key) => key.kid === kid)?.n ?? ''),
    'an own key under a known id': await forged({}),
    'an own key under an own id': await forged({}, { kid: 'own' }),
    'an own key brought along': await forged({}, { jwk: await exportJWK(own.publicKey) }),
    'an own key by address': await forged({}, { jku: 'https://attacker.example/keys' }),
    'an own issuer': await forged({ iss: 'https://attacker.example/v2.0' }),
    'another directory': await forged({ tid: '11111111-1111-4111-8111-111111111111' }),
    'roles added': altered({ roles: ['Switchboard.Admin', 'Switchboard.Supervisor', 'Switchboard.Agent'] }),
    'another person put in': altered({ oid: '0c0a5050-0000-4000-8000-0000000000a1' }),
    'life prolonged': altered({ exp: seconds + 86_400 }),
    'another directory put in': altered({ tid: '11111111-1111-4111-8111-111111111111' }),
    'signature cut off': `${header}.${payload}.`,
    'signature shortened': material.agent.slice(0, -6),
    'signature of another token': `${header}.${payload}.${partsOf(material.otherAudience)[2]}`,
    'for Microsoft Graph': material.otherAudience,
    'an ID token': material.idToken,
    'an app without a role': material.app,
    expired: material.expired,
    "the host's master key": material.masterKey,
    'not a token': 'open sesame',
    'very long': 'a'.repeat(7_000),
  };
  return [
    { name: 'nothing', headers: {} },
    { name: 'an empty header', headers: { authorization: '' } },
    { name: 'the scheme alone', headers: { authorization: 'Bearer ' } },
    { name: 'another scheme', headers: { authorization: `Basic ${Buffer.from('admin:admin').toString('base64')}` } },
    { name: 'two tokens', headers: { authorization: `Bearer ${material.agent} ${material.agent}` } },
    { name: 'who the gateway says', headers: { 'x-ms-client-principal-id': claims['oid'] as string } },
    ...Object.entries(bearers).map(([name, token]) => ({ name, headers: { authorization: `Bearer ${token}` } })),
  ];
}

function hmac(kid: string, payload: string, secret: string): string {
  const signed = `${base64({ alg: 'HS256', kid, typ: 'JWT' })}.${payload}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
