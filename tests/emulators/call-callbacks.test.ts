// cspell:ignore acsopenidconfiguration
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalJWKSet, errors, jwtVerify, type JSONWebKeySet, type JWTPayload } from 'jose';
import { answered, createTestbed, type Testbed } from '../../local/communication/calls/testbed.testsuite';
import { createEntra, type Entra } from '../../local/entra/entra';
import { seed } from '../../local/entra/directory.testsuite';
import { createClock } from '../../local/kit/clock';
import { listen, type Listening } from '../../local/kit/http';
import { createPost } from '../../local/kit/post';
import { openStore, type Store } from '../../local/kit/store';
import { ensureTls } from '../../local/kit/tls';
import { createWork } from '../../local/kit/work';

/** https://learn.microsoft.com/azure/communication-services/how-tos/call-automation/secure-webhook-endpoint */
const ISSUER = 'https://acscallautomation.communication.azure.com';
const RESOURCE = 'resource-1';

const folder = mkdtempSync(join(tmpdir(), 'callbacks-'));
let store: Store;
let entra: Entra;
let server: Listening;
let bed: Testbed;
let keys: JSONWebKeySet;
let token: string;

/** Call Automation that signs as the local cloud does, and an app that knows nothing but the address of the OpenID document. */
beforeAll(async () => {
  const work = createWork();
  const tls = await ensureTls(folder);
  store = openStore(join(folder, 'entra.db'));
  const clock = createClock(work, Date.UTC(2026, 0, 5, 12), () => 0);
  entra = await createEntra({ ...seed, store, clock, url: () => server.url });
  server = await listen(entra.service, { port: 0, tls, work });
  bed = await createTestbed({ signCallback: (claims) => entra.signCallback({ ...claims }) });
  await answered(bed);
  token = bed.received[0]?.token ?? '';
  const post = createPost({ caFile: tls.caFile });
  const get = async (url: string): Promise<unknown> =>
    JSON.parse((await post({ method: 'GET', url, headers: {}, body: '' })).body);
  const document = await get(`${server.url}/communication/calling/.well-known/acsopenidconfiguration`);
  keys = (await get((document as { jwks_uri: string }).jwks_uri)) as JSONWebKeySet;
});

afterAll(async () => {
  await bed.close();
  await server.close();
  store.close();
  rmSync(folder, { recursive: true });
});

interface Expected {
  readonly audience?: string;
  readonly issuer?: string;
  readonly secondsLater?: number;
}

const verify = async (jwt: string, { audience = RESOURCE, issuer = ISSUER, secondsLater = 0 }: Expected = {}) =>
  jwtVerify(jwt, createLocalJWKSet(keys), {
    ...{ audience, issuer, algorithms: ['RS256'] },
    currentDate: new Date(bed.clock.now() + secondsLater * 1000),
  });

/** The token with other claims under the same signature. */
function changed(jwt: string, change: JWTPayload): string {
  const [header, payload = '', signature] = jwt.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as JWTPayload;
  return [header, Buffer.from(JSON.stringify({ ...claims, ...change })).toString('base64url'), signature].join('.');
}

describe('a callback of Call Automation', () => {
  test('is verified by the keys that the OpenID document names', async () => {
    const { payload, protectedHeader } = await verify(token);
    expect(protectedHeader).toMatchObject({ alg: 'RS256', kid: expect.any(String) });
    expect((payload.exp ?? 0) - (payload.nbf ?? 0)).toBe(300);
  });

  test('each has a token of its own, which holds for five minutes', async () => {
    await expect(verify(token, { secondsLater: 299 })).resolves.toBeDefined();
    await expect(verify(token, { secondsLater: 300 })).rejects.toBeInstanceOf(errors.JWTExpired);
  });

  test('is refused by another resource, and for another issuer', async () => {
    await expect(verify(token, { audience: 'resource-2' })).rejects.toMatchObject({ claim: 'aud' });
    await expect(verify(token, { issuer: 'https://acs.example' })).rejects.toMatchObject({ claim: 'iss' });
  });

  test.each([
    ['audience', { aud: 'resource-2' }, 'resource-2'],
    ['end', { exp: Math.floor(Date.UTC(2030, 0, 1) / 1000) }, RESOURCE],
  ])('is refused with another %s written into it', async (_what, change: JWTPayload, audience) => {
    await expect(verify(changed(token, change), { audience })).rejects.toBeInstanceOf(
      errors.JWSSignatureVerificationFailed,
    );
  });

  test('says nothing of its content: that must be guarded by an address that nobody guesses', async () => {
    const { payload } = await verify(token);
    expect(Object.keys(payload).sort()).toEqual(['aud', 'exp', 'iat', 'iss', 'nbf']);
  });
});
