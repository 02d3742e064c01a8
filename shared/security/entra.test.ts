import { createHmac } from 'node:crypto';
import { EncryptJWT, exportSPKI, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { createTokenIssuer, type TokenIssuer } from '../../tests/contracts/fakes/token-issuer';
import { createEntraTokens, type EntraTokens } from './entra';
import type { TokenRefusal } from './verify';

const NOW = Date.UTC(2026, 9, 5, 12);
const SECONDS = NOW / 1000;
const TENANT = '8f0c2a4e-0000-4000-8000-000000000001';
const NEIGHBOUR = '8f0c2a4e-0000-4000-8000-000000000002';
const STRANGER = '8f0c2a4e-0000-4000-8000-00000000ffff';
const API = '5d7a1c3e-0000-4000-8000-00000000000a';
const AUTHORITY = 'https://login.contoso.test';

const person: JWTPayload = {
  iss: `${AUTHORITY}/${TENANT}/v2.0`,
  aud: API,
  tid: TENANT,
  oid: 'ada',
  ver: '2.0',
  scp: 'openid access_as_user',
  roles: ['Switchboard.Agent', 'OtherProduct.Owner'],
  name: 'Ada',
  nbf: SECONDS - 60,
  iat: SECONDS - 60,
  exp: SECONDS + 3600,
};
const without = (claim: string, claims: JWTPayload = person): JWTPayload =>
  Object.fromEntries(Object.entries(claims).filter(([name]) => name !== claim));
const app: JWTPayload = {
  ...without('scp', without('name')),
  oid: 'principal',
  idtyp: 'app',
  azp: 'crm',
  roles: ['Switchboard.Integration'],
};

let issuer: TokenIssuer;
let neighbour: TokenIssuer;
let tokens: EntraTokens;

beforeAll(async () => {
  [issuer, neighbour] = await Promise.all([createTokenIssuer('key-1'), createTokenIssuer('key-2')]);
});

beforeEach(() => {
  tokens = createEntraTokens({
    authority: `${AUTHORITY}/`,
    entraTenantIds: [TENANT, NEIGHBOUR],
    audiences: [API, 'api://switchboard'],
    scope: 'access_as_user',
    clock: { now: () => NOW },
    fetchKeys: (url, init) => (url.includes(TENANT) ? issuer : neighbour).fetchKeys(url, init),
  });
});

const validate = (token: string) => tokens.validate(`Bearer ${token}`);

describe('good tokens', () => {
  test('a person of an allowed tenant, with the roles that are ours', async () => {
    expect(await validate(await issuer.sign(person))).toEqual({
      kind: 'valid',
      value: { kind: 'person', entraTenantId: TENANT, objectId: 'ada', roles: new Set(['agent']), name: 'Ada' },
    });
  });

  test('an app with a role of its own', async () => {
    expect(await validate(await issuer.sign(app))).toEqual({
      kind: 'valid',
      value: {
        kind: 'app',
        entraTenantId: TENANT,
        objectId: 'principal',
        roles: new Set(['integration']),
        appId: 'crm',
      },
    });
  });

  test('clocks may differ by a minute', async () => {
    const early = await issuer.sign({ ...person, nbf: SECONDS + 59 });
    const late = await issuer.sign({ ...person, exp: SECONDS - 59 });
    expect([(await validate(early)).kind, (await validate(late)).kind]).toEqual(['valid', 'valid']);
  });

  test('keys are fetched once for many tokens', async () => {
    const before = issuer.asked();
    for (let i = 0; i < 3; i += 1) await validate(await issuer.sign(person));
    expect(issuer.asked() - before).toBe(1);
  });

  test('an unknown key id does not make the keys be fetched again within five minutes', async () => {
    await validate(await issuer.sign(person));
    const before = issuer.asked();
    await validate(await issuer.sign(person, { kid: 'another' }));
    expect(issuer.asked() - before).toBe(0);
  });
});

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const parts = async (): Promise<[string, string, string]> =>
  (await issuer.sign(person)).split('.') as [string, string, string];

async function hmacWithPublicKey(): Promise<string> {
  const signed = `${base64({ alg: 'HS256', kid: 'key-1', typ: 'JWT' })}.${base64(person)}`;
  const pem = await exportSPKI(issuer.publicKey);
  return `${signed}.${createHmac('sha256', pem).update(signed).digest('base64url')}`;
}

async function bySelfBroughtKey(): Promise<string> {
  const own = await createTokenIssuer('key-1');
  const { exportJWK } = await import('jose');
  return own.sign(person, { jwk: await exportJWK(own.publicKey) });
}

async function byCurve(): Promise<string> {
  const { privateKey } = await generateKeyPair('ES256');
  return new SignJWT(person).setProtectedHeader({ alg: 'ES256', kid: 'key-1' }).sign(privateKey);
}

async function byPss(): Promise<string> {
  const { privateKey } = await generateKeyPair('PS256');
  return new SignJWT(person).setProtectedHeader({ alg: 'PS256', kid: 'key-1' }).sign(privateKey);
}

const encrypted = () =>
  new EncryptJWT(person).setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: 'key-1' }).encrypt(new Uint8Array(32));

const wrong: readonly (readonly [string, TokenRefusal, () => Promise<string> | string])[] = [
  ['algorithm none', 'algorithm', async () => `${base64({ alg: 'none', kid: 'key-1' })}.${base64(person)}.`],
  ['HMAC with the public key as secret', 'algorithm', hmacWithPublicKey],
  ['an elliptic curve key under a known key id', 'algorithm', byCurve],
  ['PS256 under a known key id', 'algorithm', byPss],
  ['a key brought in the header', 'signature', bySelfBroughtKey],
  ["a neighbour tenant's key", 'unknownKey', () => neighbour.sign(person)],
  ["a neighbour's key under our key id", 'signature', () => neighbour.sign(person, { kid: 'key-1' })],
  ['an unknown key id', 'unknownKey', () => issuer.sign(person, { kid: 'key-9' })],
  ['no key id', 'malformed', () => issuer.sign(person, { kid: undefined })],
  [
    'claims changed after signing',
    'signature',
    async () => {
      const [header, , signature] = await parts();
      return `${header}.${base64({ ...person, roles: ['Switchboard.Admin'] })}.${signature}`;
    },
  ],
  [
    'header changed after signing',
    'signature',
    async () => {
      const [, claims, signature] = await parts();
      return `${base64({ alg: 'RS256', kid: 'key-1', typ: 'at+jwt' })}.${claims}.${signature}`;
    },
  ],
  ['signature cut off', 'signature', async () => (await parts()).slice(0, 2).join('.') + '.'],
  ['signature shortened', 'signature', async () => (await issuer.sign(person)).slice(0, -8)],
  ['two parts only', 'malformed', async () => (await parts()).slice(0, 2).join('.')],
  ['an encrypted token', 'malformed', encrypted],
  ['no token at all', 'malformed', () => 'nonsense'],
  ['claims that are no JSON', 'malformed', () => issuer.signRaw('hello')],
  ['claims that are a list', 'malformed', () => issuer.signRaw('[]')],
  [
    'a critical extension nobody knows',
    'algorithm',
    async () => {
      const [, claims, signature] = await parts();
      return `${base64({ alg: 'RS256', kid: 'key-1', crit: ['b65'], b65: true })}.${claims}.${signature}`;
    },
  ],
  [
    'the issuer of a tenant that is not allowed',
    'issuer',
    () => issuer.sign({ ...person, iss: `${AUTHORITY}/${STRANGER}/v2.0`, tid: STRANGER }),
  ],
  ['a v1 issuer', 'issuer', () => issuer.sign({ ...person, iss: `https://sts.windows.net/${TENANT}/` })],
  ['the issuer with a slash too many', 'issuer', () => issuer.sign({ ...person, iss: `${String(person.iss)}/` })],
  ['no issuer', 'issuer', () => issuer.sign(without('iss'))],
  [
    'the audience Microsoft Graph',
    'audience',
    () => issuer.sign({ ...person, aud: '00000003-0000-0000-c000-000000000000' }),
  ],
  ['a list of audiences without ours', 'audience', () => issuer.sign({ ...person, aud: ['a', 'b'] })],
  ['no audience', 'audience', () => issuer.sign(without('aud'))],
  ['expired', 'expired', () => issuer.sign({ ...person, exp: SECONDS - 61 })],
  ['no expiry', 'expired', () => issuer.sign(without('exp'))],
  ['not yet valid', 'notYetValid', () => issuer.sign({ ...person, nbf: SECONDS + 61 })],
  ['an expiry that is a text', 'expired', () => issuer.signRaw(JSON.stringify({ ...person, exp: 'tomorrow' }))],
  ['version 1.0', 'version', () => issuer.sign({ ...person, ver: '1.0' })],
  ['no version', 'version', () => issuer.sign(without('ver'))],
  ["another tenant's id under our issuer", 'tenant', () => issuer.sign({ ...person, tid: NEIGHBOUR })],
  ['no tenant id', 'subject', () => issuer.sign(without('tid'))],
  ['no object id', 'subject', () => issuer.sign(without('oid'))],
  ['an empty object id', 'subject', () => issuer.sign({ ...person, oid: '' })],
  ['another scope', 'scope', () => issuer.sign({ ...person, scp: 'User.Read' })],
  ['a scope that only begins like ours', 'scope', () => issuer.sign({ ...person, scp: 'access_as_user_x' })],
  ['an ID token', 'kind', () => issuer.sign({ ...without('scp'), nonce: 'n' })],
  ['an app that does not say it is one', 'kind', () => issuer.sign(without('idtyp', app))],
  ['an app without its id', 'kind', () => issuer.sign(without('azp', app))],
  ['an app without a role of ours', 'scope', () => issuer.sign({ ...app, roles: ['OtherProduct.Owner'] })],
  ['an app token that carries scopes', 'kind', () => issuer.sign({ ...app, scp: 'access_as_user' })],
];

describe('wrong tokens', () => {
  test.each(wrong)('%s is refused as %s', async (_what, refusal, forge) => {
    expect(await validate(await forge())).toEqual({ kind: 'refused', refusal });
  });

  test.each([
    ['no header', undefined, 'missing'],
    ['an empty header', '', 'missing'],
    ['another scheme', 'Basic YTpi', 'malformed'],
    ['nothing after the scheme', 'Bearer ', 'malformed'],
    ['two tokens', 'Bearer a.b.c d.e.f', 'malformed'],
  ])('%s is refused', async (_what, header, refusal) => {
    expect(await tokens.validate(header)).toEqual({ kind: 'refused', refusal });
  });

  test('keys that cannot be had are ours to repair, not the fault of the caller', async () => {
    const deaf = createEntraTokens({
      authority: AUTHORITY,
      entraTenantIds: [TENANT],
      audiences: [API],
      scope: 'access_as_user',
      clock: { now: () => NOW },
      fetchKeys: async () => new Response('no', { status: 503 }),
    });
    const token = await issuer.sign(person);
    expect(await deaf.validate(`Bearer ${token}`)).toEqual({ kind: 'refused', refusal: 'keysUnavailable' });
  });
});
