import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { createClock } from '../kit/clock';
import { listen, type Listening } from '../kit/http';
import { createPost } from '../kit/post';
import { openStore } from '../kit/store';
import { ensureTls } from '../kit/tls';
import { createWork } from '../kit/work';
import { ADA, API, DESK, seed } from './directory.testsuite';
import { createEntra } from './entra';

const folder = mkdtempSync(join(tmpdir(), 'entra-'));
const store = openStore(':memory:');
let server: Listening;
let caFile: string;

beforeAll(async () => {
  const work = createWork();
  const tls = await ensureTls(folder);
  caFile = tls.caFile;
  const clock = createClock(work, Date.now(), () => Date.now());
  const entra = await createEntra({ ...seed, store, clock, url: () => server.url });
  server = await listen(entra.service, { port: 0, tls, work });
});

afterAll(async () => {
  await server.close();
  store.close();
  rmSync(folder, { recursive: true });
});

describe('a page signs somebody in', () => {
  const PAGE = 'https://desk.test/page';
  const verifier = 'a verifier of at least forty-three characters, as RFC 7636 says';
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const asked = {
    ...{ client_id: DESK, redirect_uri: PAGE, response_type: 'code', response_mode: 'fragment', state: 'kept' },
    ...{ scope: `${API}/access_as_user openid offline_access`, nonce: 'once', code_challenge: challenge },
    code_challenge_method: 'S256',
  };
  const authorize = (change: object = {}) =>
    post({
      url: `${server.url}/organizations/oauth2/v2.0/authorize?${new URLSearchParams({ ...asked, ...change }).toString()}`,
      method: 'GET',
      headers: {},
      body: '',
    });
  const redeem = (form: object, origin = 'https://desk.test') =>
    post({
      url: `${server.url}/organizations/oauth2/v2.0/token`,
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin },
      body: new URLSearchParams({ client_id: DESK, redirect_uri: PAGE, ...form }).toString(),
    });
  const codeOf = async () => {
    const { headers } = await authorize({ local_person: ADA });
    return new URLSearchParams(String(headers['location']).split('#')[1]);
  };
  const post = (request: Parameters<ReturnType<typeof createPost>>[0]) => createPost({ caFile })(request);

  test('who is not chosen yet sees the people, a foreign page or client nothing', async () => {
    expect((await authorize()).body).toContain('Ada');
    expect((await authorize({ redirect_uri: 'https://evil.test' })).status).toBe(400);
    expect((await authorize({ client_id: 'stranger' })).status).toBe(400);
    expect((await authorize({ code_challenge_method: 'plain' })).status).toBe(400);
    expect(String((await authorize({ prompt: 'none' })).headers['location'])).toContain('error=login_required');
  });

  test('the code gives tokens once, and the refresh token gives new ones', async () => {
    const told = await codeOf();
    expect(told.get('state')).toBe('kept');
    const form = { grant_type: 'authorization_code', code: told.get('code') ?? '', code_verifier: verifier };
    const granted = await redeem(form);
    expect([granted.status, granted.headers['access-control-allow-origin']]).toEqual([200, 'https://desk.test']);
    const tokens = JSON.parse(granted.body) as Record<'access_token' | 'id_token' | 'refresh_token', string>;
    expect(decodeJwt(tokens.access_token)).toMatchObject({ aud: API, oid: ADA, scp: 'access_as_user' });
    expect(decodeJwt(tokens.id_token)).toMatchObject({ aud: DESK, nonce: 'once' });
    expect((await redeem(form)).body).toContain('54005');
    const again = await redeem({
      grant_type: 'refresh_token',
      refresh_token: tokens.refresh_token,
      scope: asked.scope,
    });
    expect(decodeJwt((JSON.parse(again.body) as typeof tokens).access_token)).toMatchObject({ oid: ADA });
    expect((await redeem({ grant_type: 'refresh_token', refresh_token: 'guess' })).status).toBe(400);
  });

  test('another page, or one without the verifier, gets nothing for it', async () => {
    const code = (await codeOf()).get('code') ?? '';
    const form = { grant_type: 'authorization_code', code, code_verifier: verifier };
    expect((await redeem(form, 'https://evil.test')).body).toContain('9002327');
    const other = (await codeOf()).get('code') ?? '';
    expect((await redeem({ ...form, code: other, code_verifier: 'guess' })).body).toContain('501481');
    expect((await redeem({ ...form, code: 'guess' })).body).toContain('9002313');
  });
});
