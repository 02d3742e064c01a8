// cspell:ignore AADSTS
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ClientAssertionCredential,
  ClientCertificateCredential,
  OnBehalfOfCredential,
  WorkloadIdentityCredential,
} from '@azure/identity';
import { decodeJwt, SignJWT, type JWTPayload } from 'jose';
import { createClock } from '../kit/clock';
import { listen, type Listening } from '../kit/http';
import { createPost } from '../kit/post';
import { openStore } from '../kit/store';
import { ensureTls, type Tls } from '../kit/tls';
import { createWork } from '../kit/work';
import { ADA, API, DESK, IDENTITY, seed, TENANT } from './directory.testsuite';
import { createEntra, type Entra } from './entra';

const folder = mkdtempSync(join(tmpdir(), 'entra-behalf-'));
let tls: Tls;
let entra: Entra;
let server: Listening;

/** Our API has the certificate of this server; the desk has another, whose key nobody has. */
beforeAll(async () => {
  const work = createWork();
  tls = await ensureTls(join(folder, 'tls'));
  writeFileSync(join(folder, 'registered.pem'), `${tls.cert}\n${tls.key}`);
  entra = await createEntra({
    ...seed,
    applications: seed.applications.map((app) => ({ ...app, certificates: certificatesOf(app.appId) })),
    store: openStore(':memory:'),
    clock: createClock(work, Date.now(), () => Date.now()),
    url: () => server.url,
  });
  server = await listen(entra.service, { port: 0, tls, work });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const certificatesOf = (appId: string): readonly string[] => {
  if (appId === IDENTITY) return [];
  return [appId === API ? tls.cert : readFileSync(tls.caFile, 'utf8')];
};

const options = () => ({
  authorityHost: server.url,
  disableInstanceDiscovery: true,
  tlsOptions: { ca: readFileSync(tls.caFile, 'utf8') },
});
const GRAPH = 'https://graph.microsoft.com';

describe('a certificate', () => {
  const byCertificate = (appId: string) =>
    new ClientCertificateCredential(TENANT, appId, { certificatePath: join(folder, 'registered.pem') }, options());

  test('of the application gets its token', async () => {
    const { token } = await byCertificate(API).getToken(`${GRAPH}/.default`);
    expect(decodeJwt(token)).toMatchObject({ azp: API, idtyp: 'app', aud: GRAPH });
  });

  test('that nobody registered is refused', async () => {
    await expect(byCertificate(DESK).getToken(`${GRAPH}/.default`)).rejects.toThrow('AADSTS700027');
  });

  test('of an application that has none is refused', async () => {
    await expect(byCertificate(IDENTITY).getToken(`${GRAPH}/.default`)).rejects.toThrow('AADSTS700027');
  });
});

describe('a federated credential', () => {
  const EXCHANGE = 'api://AzureADTokenExchange';
  const asIdentity = () => entra.tokenForApp(IDENTITY, EXCHANGE);
  const ask = (assertion: () => Promise<string>, appId = API) =>
    new ClientAssertionCredential(TENANT, appId, assertion, options()).getToken(`${GRAPH}/.default`);

  test('lets an identity that is registered with an application ask for its tokens', async () => {
    expect(decodeJwt(await asIdentity())).toMatchObject({ aud: 'fb60f99c-7a34-4190-8149-302f77469936' });
    expect(decodeJwt((await ask(asIdentity)).token)).toMatchObject({ azp: API, idtyp: 'app', aud: GRAPH });
  });

  test('may lie in a file, as that of a workload does', async () => {
    const tokenFilePath = join(folder, 'workload.jwt');
    writeFileSync(tokenFilePath, await asIdentity());
    const workload = new WorkloadIdentityCredential({ tenantId: TENANT, clientId: API, tokenFilePath, ...options() });
    expect(decodeJwt((await workload.getToken(`${GRAPH}/.default`)).token)).toMatchObject({ azp: API });
  });

  test('acts on behalf of a person too', async () => {
    const credential = new OnBehalfOfCredential({
      ...{ tenantId: TENANT, clientId: API, userAssertionToken: await entra.tokenFor(ADA, API) },
      ...{ getAssertion: asIdentity, ...options() },
    });
    expect(decodeJwt((await credential.getToken(`${GRAPH}/User.Read`)).token)).toMatchObject({ oid: ADA, azp: API });
  });

  test.each([
    ['of an identity that is not registered', () => entra.tokenForApp(API, EXCHANGE), API, 'AADSTS700213'],
    ['for another audience', () => entra.tokenForApp(IDENTITY, GRAPH), API, 'AADSTS700212'],
    ['of another issuer', async () => foreign({ iss: 'https://token.actions.example' }), API, 'AADSTS700211'],
    ['that this Entra did not sign', async () => foreign(decodeJwt(await asIdentity())), API, 'AADSTS50013'],
    ['for an application that has none', asIdentity, DESK, 'AADSTS700213'],
  ])('%s is refused', async (_what, assertion, appId, code) => {
    await expect(ask(assertion, appId)).rejects.toThrow(code);
  });
});

const foreign = (claims: JWTPayload) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from('a key of somebody else, 32 bytes long'));

describe('on behalf of a person', () => {
  interface Asked {
    readonly assertion?: string;
    readonly scope?: string;
    readonly proof?: { readonly clientSecret: string } | { readonly certificatePath: string };
  }
  const ask = async ({ assertion, scope = `${GRAPH}/Presence.Read`, proof = { clientSecret: 'a secret' } }: Asked) => {
    const userAssertionToken = assertion ?? (await entra.tokenFor(ADA, API));
    const identity = { tenantId: TENANT, clientId: API, userAssertionToken };
    // The constructor takes one or the other, not a union of both.
    const credential =
      'clientSecret' in proof
        ? new OnBehalfOfCredential({ ...identity, ...proof, ...options() })
        : new OnBehalfOfCredential({ ...identity, ...proof, ...options() });
    return decodeJwt((await credential.getToken(scope)).token);
  };

  test('our API gets a token of theirs to another one, by its secret or its certificate', async () => {
    const wanted = { oid: ADA, azp: API, aud: GRAPH, scp: 'Presence.Read' };
    expect(await ask({})).toMatchObject(wanted);
    expect(await ask({ proof: { certificatePath: join(folder, 'registered.pem') } })).toMatchObject(wanted);
  });

  test.each([
    ['a token that was given to another', async () => entra.tokenFor(ADA, GRAPH), 'AADSTS50013'],
    ['a token that nobody signed', async () => 'no.token.either', 'AADSTS50013'],
    ['a token of an app', async () => entra.tokenForApp(IDENTITY, API), 'AADSTS7000114'],
  ])('%s is refused', async (_what, assertion, code) => {
    await expect(ask({ assertion: await assertion() })).rejects.toThrow(code);
  });

  test('a permission that there is not, and a wrong secret, are refused', async () => {
    await expect(ask({ scope: `${GRAPH}/Everything.Write` })).rejects.toThrow('AADSTS70011');
    await expect(ask({ proof: { clientSecret: 'wrong' } })).rejects.toThrow('AADSTS7000215');
  });

  test('it is said that the token is to be used so', async () => {
    const form = new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      client_id: API,
      client_secret: 'a secret',
      assertion: await entra.tokenFor(ADA, API),
      scope: `${GRAPH}/User.Read`,
    });
    expect(await tokenAnswer(form)).toMatchObject({ error: 'invalid_request', error_codes: [900144] });
    form.set('requested_token_use', 'on_behalf_of');
    expect(await tokenAnswer(form)).toMatchObject({ token_type: 'Bearer', scope: `${GRAPH}/User.Read` });
    form.set('client_id', DESK);
    expect(await tokenAnswer(form)).toMatchObject({ error_codes: [7000215] });
  });
});

async function tokenAnswer(form: URLSearchParams): Promise<unknown> {
  const post = createPost({ caFile: tls.caFile });
  const { body } = await post({ url: `${server.url}/${TENANT}/oauth2/v2.0/token`, headers: {}, body: String(form) });
  return JSON.parse(body);
}
