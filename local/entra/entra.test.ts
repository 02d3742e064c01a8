// cspell:ignore acsopenidconfiguration botframework devicecode fabrikam openidconfiguration
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClientSecretCredential, DefaultAzureCredential, ManagedIdentityCredential } from '@azure/identity';
import { createLocalJWKSet, decodeJwt, jwtVerify, type JSONWebKeySet } from 'jose';
import { createClock, type Clock } from '../kit/clock';
import { listen, type Listening } from '../kit/http';
import { createPost } from '../kit/post';
import { openStore, type Store } from '../kit/store';
import { ensureTls } from '../kit/tls';
import { createWork } from '../kit/work';
import { ADA, API, DESK, IDENTITY, seed, TENANT } from './directory.testsuite';
import { createEntra, type Entra } from './entra';
import { keyIdOf } from './issuing';

const NOON = Date.UTC(2026, 9, 5, 12);
const folder = mkdtempSync(join(tmpdir(), 'entra-'));
let store: Store;
let clock: Clock;
let entra: Entra;
let server: Listening;
let plain: Listening;
let caFile: string;

const open = () => createEntra({ ...seed, store, clock, url: () => server.url });

beforeAll(async () => {
  const work = createWork();
  const tls = await ensureTls(folder);
  caFile = tls.caFile;
  clock = createClock(work, Date.now(), () => Date.now());
  store = openStore(join(folder, 'entra.db'));
  entra = await open();
  server = await listen(entra.service, { port: 0, tls, work });
  plain = await listen(entra.managedIdentityService, { port: 0, work });
});

afterAll(async () => {
  await Promise.all([server.close(), plain.close()]);
  store.close();
  rmSync(folder, { recursive: true });
});

/** Members of the documents and answers that the tests read. */
interface Document {
  readonly correlation_id?: string;
  readonly access_token: string;
  readonly id_token: string;
  readonly accessToken: string;
  readonly issuer: string;
  readonly jwks_uri: string;
  readonly people: readonly unknown[];
  readonly keys: readonly { readonly endorsements: readonly string[] }[];
  readonly metadata: readonly { readonly aliases: readonly string[] }[];
}

const call = async (method: string, path: string, body = '', headers: Record<string, string> = {}) => {
  const answer = await createPost({ caFile })({ method, url: `${server.url}${path}`, headers, body });
  return { status: answer.status, headers: answer.headers, body: JSON.parse(answer.body) as Document };
};
const get = (path: string) => call('GET', path);
const token = (form: Record<string, string>, tenant = TENANT) =>
  call('POST', `/${tenant}/oauth2/v2.0/token`, new URLSearchParams(form).toString());
const verifyBy = async (jwt: string, jwksPath: string, issuer: string) => {
  const keys = (await get(jwksPath)).body as unknown as JSONWebKeySet;
  return (await jwtVerify(jwt, createLocalJWKSet(keys), { issuer, algorithms: ['RS256'] })).payload;
};

describe('apps', () => {
  const credential = (secret: string) =>
    new ClientSecretCredential(TENANT, API, secret, {
      authorityHost: server.url,
      disableInstanceDiscovery: true,
      tlsOptions: { ca: readFileSync(caFile, 'utf8') },
    });

  test('a client secret gets a token that the published keys verify', async () => {
    const { token: jwt } = await credential('a secret').getToken('https://communication.azure.com//.default');
    const claims = await verifyBy(jwt, `/${TENANT}/discovery/v2.0/keys`, `${server.url}/${TENANT}/v2.0`);
    expect(claims).toMatchObject({ aud: 'https://communication.azure.com/', azp: API, idtyp: 'app', ver: '2.0' });
    expect((await entra.verify(jwt, 'https://communication.azure.com')).kind).toBe('valid');
    expect((await entra.verify(jwt, 'https://eventgrid.azure.net')).kind).toBe('refused');
  });

  test.each(['a%', '%zz:x', ''])('credentials that cannot be read are refused: %p', async (text) => {
    const basic = `Basic ${Buffer.from(`${API}:${text}`).toString('base64')}`;
    const form = 'grant_type=client_credentials&scope=https://graph.microsoft.com/.default';
    const answer = await call('POST', `/${TENANT}/oauth2/v2.0/token`, form, { authorization: basic });
    expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });

  test('a wrong secret is refused as Entra does', async () => {
    await expect(credential('wrong').getToken('https://eventgrid.azure.net/.default')).rejects.toThrow('AADSTS7000215');
  });

  test.each([
    ['another scope than .default', { scope: 'api://switchboard/access_as_user' }, 'invalid_scope'],
    ['an unknown resource', { scope: 'api://unknown/.default' }, 'invalid_resource'],
    ['an unknown client', { client_id: DESK.replace('c', 'd') }, 'unauthorized_client'],
    ['no secret', { client_secret: undefined }, 'invalid_client'],
  ])('%s is refused', async (_what, change, error) => {
    const form = { grant_type: 'client_credentials', client_id: API, client_secret: 'a secret', scope: 'x/.default' };
    const entries = Object.entries({ ...form, ...change }).filter((entry): entry is [string, string] => !!entry[1]);
    expect((await token(Object.fromEntries(entries))).body).toMatchObject({ error });
  });

  test('a refusal tells the id by which the client knows its request', async () => {
    const id = 'b3062a57-07bb-46a1-b309-f49134d40b8e';
    const headers = { 'client-request-id': id, 'return-client-request-id': 'true' };
    const path = `/${TENANT}/oauth2/v2.0/token`;
    const { headers: told, body } = await call('POST', path, 'grant_type=client_credentials&client_id=x', headers);
    expect([body.correlation_id, told['client-request-id']]).toEqual([id, id]);
  });

  test('a device gets no code, and is told so as OAuth tells it', async () => {
    expect(await call('POST', `/${TENANT}/oauth2/v2.0/devicecode`, `client_id=${DESK}`)).toMatchObject({
      ...{ status: 501, body: { error: 'not_emulated' } },
    });
  });

  test('a grant that is not emulated is 501, never a token', async () => {
    const form = { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', client_id: DESK };
    expect(await token(form)).toMatchObject({ status: 501 });
  });
});

describe('managed identity', () => {
  const environment = { ...process.env };
  afterEach(() => {
    process.env = { ...environment };
  });

  const ask = (resource: string, header: string) => {
    process.env['IDENTITY_ENDPOINT'] = `${plain.url}/msi/token`;
    process.env['IDENTITY_HEADER'] = header;
    return new DefaultAzureCredential().getToken(`${resource}/.default`);
  };

  test('the default credential gets a token of the app over http, with the roles it was granted there', async () => {
    const { token: jwt, expiresOnTimestamp } = await ask('https://graph.microsoft.com', 'proof');
    expect(decodeJwt(jwt)).toMatchObject({ oid: 'identity-principal', idtyp: 'app', roles: ['Mail.ReadWrite'] });
    expect(expiresOnTimestamp).toBe((decodeJwt(jwt).exp ?? 0) * 1000);
  });

  test('a token to our own API carries the client id as audience', async () => {
    const jwt = await entra.tokenForApp(IDENTITY, 'api://switchboard');
    expect(decodeJwt(jwt)).toMatchObject({ aud: API, azp: IDENTITY, roles: ['Switchboard.Integration'] });
    expect((await entra.verify(jwt, 'api://switchboard')).kind).toBe('valid');
  });

  test.each([
    ['without the secret header', '?resource=https://vault.azure.net&api-version=2019-08-01', 'wrong', 401],
    ['in another version', '?resource=https://vault.azure.net&api-version=2017-09-01', 'proof', 400],
    ['for an unknown identity', '?resource=https://x.net&api-version=2019-08-01&client_id=other', 'proof', 400],
  ])('%s there is no token', async (_what, query, header, status) => {
    const answer = await call('GET', `/msi/token${query}`, '', { 'x-identity-header': header });
    expect([answer.status, answer.body.access_token]).toEqual([status, undefined]);
  });

  test('a machine gets it from its metadata service', async () => {
    process.env['AZURE_POD_IDENTITY_AUTHORITY_HOST'] = plain.url;
    const { token: jwt } = await new ManagedIdentityCredential().getToken('https://graph.microsoft.com/.default');
    expect(decodeJwt(jwt)).toMatchObject({ oid: 'identity-principal', idtyp: 'app' });
    const path = '/metadata/identity/oauth2/token?resource=https://vault.azure.net&api-version=2018-02-01';
    expect((await call('GET', path, '', {})).status).toBe(400);
    expect(await call('GET', path, '', { metadata: 'true' })).toMatchObject({
      status: 200,
      body: { token_type: 'Bearer', expires_in: '86400', resource: 'https://vault.azure.net' },
    });
    expect((await call('GET', `${path}&client_id=other`, '', { metadata: 'true' })).status).toBe(400);
  });
});

describe('people', () => {
  test('a seeded person signs in without a password and gets the permissions asked for', async () => {
    const { status, body } = await token(
      {
        grant_type: 'password',
        client_id: DESK,
        username: 'ADA@contoso.example',
        scope: 'openid api://switchboard/access_as_user',
      },
      'organizations',
    );
    expect(status).toBe(200);
    const claims = decodeJwt(body.access_token);
    expect(claims).toMatchObject({
      aud: API,
      scp: 'access_as_user',
      roles: ['Switchboard.Agent'],
      oid: ADA,
      azp: DESK,
    });
    expect(decodeJwt(body.id_token)).toMatchObject({ aud: DESK, preferred_username: 'ada@contoso.example' });
  });

  test('a permission that the API does not offer is refused', async () => {
    const form = { grant_type: 'password', client_id: DESK, username: ADA, scope: 'api://switchboard/everything' };
    expect((await token(form)).body).toMatchObject({ error: 'invalid_scope' });
  });

  test('the console lists people and gets their tokens', async () => {
    expect((await get('/_local/people')).body.people).toHaveLength(1);
    const { body } = await call('POST', `/_local/people/${ADA}/token`, JSON.stringify({ audience: API }));
    expect(decodeJwt(body.accessToken)).toMatchObject({ oid: ADA, scp: 'access_as_user' });
    expect((await call('POST', `/_local/people/nobody/token`, JSON.stringify({ audience: API }))).status).toBe(404);
  });

  test('a token ends after an hour', async () => {
    const stopped = createClock(createWork(), NOON, () => 0);
    const later = await createEntra({ ...seed, store: openStore(':memory:'), clock: stopped, url: () => 'https://e' });
    const jwt = await later.tokenFor(ADA, API);
    stopped.stepTo(NOON + 3_599_000);
    expect((await later.verify(jwt, API)).kind).toBe('valid');
    stopped.stepTo(NOON + 3_600_000);
    expect(await later.verify(jwt, API)).toMatchObject({ kind: 'refused' });
  });
});

describe('the other issuers', () => {
  test('an activity token as the Bot connector makes it', async () => {
    const jwt = await entra.signActivity({ botAppId: 'bot', serviceUrl: 'https://localhost/teams/' });
    const document = (await get('/botframework/.well-known/openidconfiguration')).body;
    expect(document).toMatchObject({ issuer: 'https://api.botframework.com', jwks_uri: entra.urls.botKeys() });
    const claims = await verifyBy(jwt, new URL(document.jwks_uri).pathname, document.issuer);
    expect(claims).toMatchObject({ aud: 'bot', serviceurl: 'https://localhost/teams/' });
    expect((await get('/botframework/.well-known/keys')).body.keys[0]?.endorsements).toEqual(['msteams']);
  });

  test('a callback token of five minutes as Call Automation makes it', async () => {
    const jwt = await entra.signCallback({ aud: 'resource-id' });
    const document = (await get('/communication/calling/.well-known/acsopenidconfiguration')).body;
    const claims = await verifyBy(jwt, new URL(document.jwks_uri).pathname, document.issuer);
    expect(claims).toMatchObject({ iss: 'https://acscallautomation.communication.azure.com', aud: 'resource-id' });
    expect((claims.exp ?? 0) - (claims.nbf ?? 0)).toBe(300);
  });

  test("one issuer's token is not another's", async () => {
    const jwt = await entra.signCallback({ aud: API });
    expect((await entra.verify(jwt, API)).kind).toBe('refused');
  });
});

describe('keys', () => {
  test('a new key signs, the old one stays published for a day', async () => {
    const stopped = createClock(createWork(), NOON, () => 0);
    const memory = openStore(':memory:');
    const rotated = await createEntra({ ...seed, store: memory, clock: stopped, url: () => 'https://e' });
    const before = await rotated.tokenFor(ADA, API);
    const newKey = await rotated.rotateKeys('entra');
    const after = await rotated.tokenFor(ADA, API);
    expect(keyIdOf(after)).toBe(newKey);
    expect(keyIdOf(before)).not.toBe(newKey);
    expect((await rotated.verify(before, API)).kind).toBe('valid');
    stopped.stepTo(NOON + 24 * 3_600_000);
    expect(await rotated.verify(before, API)).toMatchObject({ reason: expect.stringContaining('no applicable key') });
  });

  test('keys outlive a restart', async () => {
    const jwt = await entra.tokenFor('ada@contoso.example', API);
    expect((await (await open()).verify(jwt, API)).kind).toBe('valid');
  });
});

test('discovery tells where everything is, and refuses unknown tenants', async () => {
  const { body } = await get('/contoso.example/v2.0/.well-known/openid-configuration');
  expect(body.issuer).toBe(`${server.url}/${TENANT}/v2.0`);
  expect((await get('/fabrikam.example/v2.0/.well-known/openid-configuration')).status).toBe(400);
  const instance = await get('/common/discovery/instance?api-version=1.1');
  expect(instance.body.metadata[0]?.aliases).toEqual([new URL(server.url).host]);
});
