import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { deskSettings } from '../../shared/contracts/http/desk';
import { settingsSchema } from '../../shared/contracts/settings';
import { deskFile } from './page';

jest.mock('@azure/functions-core', () => jest.requireActual<object>('../../tests/contracts/fakes/functions-core'), {
  virtual: true,
});

const folder = mkdtempSync(join(tmpdir(), 'desk-'));
afterAll(() => rmSync(folder, { recursive: true }));

const settings = settingsSchema.parse({
  COSMOS_ENDPOINT: 'https://cosmos.test',
  BLOB_ENDPOINT: 'https://blobs.test',
  COMMUNICATION_ENDPOINT: 'https://acs.test',
  COMMUNICATION_CALLBACK_AUDIENCE: 'acs',
  EVENTGRID_TOPIC_ENDPOINT: 'https://topic.test/api/events',
  BOT_APP_ID: 'bot',
  BOT_TENANT_ID: 'home',
  API_AUDIENCE: 'the-api',
  PUBLIC_URL: 'https://app.test',
  WEB_PUBSUB_ENDPOINT: 'https://live.test',
});
const textOf = ({ body }: { body?: unknown }) => (body as string | Buffer).toString();
const headersOf = (response: { headers?: unknown }) => response.headers as Record<string, string>;

test('a desk that was never built says with which command it is', async () => {
  const { status, body } = await deskFile(folder, 'index.html', settings, false);
  expect([status, body]).toEqual([503, expect.stringContaining('npm run desk:build')]);
});

describe('a built desk', () => {
  beforeAll(() => {
    writeFileSync(
      join(folder, 'index.html'),
      '<meta name="switchboard" content="%SETTINGS%"><meta name="csp-nonce" content="%NONCE%">',
    );
    writeFileSync(join(folder, 'desk-abc.js'), 'run()');
    writeFileSync(join(folder, 'notes.txt'), 'not for anybody');
  });

  test('the page is told where to sign in, and every load has a nonce of its own', async () => {
    const pages = [
      await deskFile(folder, 'index.html', settings, false),
      await deskFile(folder, 'index.html', settings, false),
    ];
    const nonces = pages.map(({ body }) => /csp-nonce" content="([^"]+)"/.exec(textOf({ body }))?.[1] ?? '');
    expect(nonces[0]).not.toBe(nonces[1]);
    const told = /switchboard" content="([^"]+)"/.exec(textOf(pages[0]!))?.[1] ?? '';
    expect(deskSettings.parse(JSON.parse(told.replaceAll('&quot;', '"')))).toEqual({
      authority: 'https://login.microsoftonline.com',
      clientId: 'the-api',
      scope: 'the-api/access_as_user',
      communication: 'https://acs.test',
    });
    const policy = headersOf(pages[0]!)['content-security-policy'] ?? '';
    expect(policy).toContain(`style-src 'self' 'nonce-${nonces[0]}'`);
    expect(policy).toContain("frame-ancestors 'self' https://teams.microsoft.com");
    expect(policy).toContain(
      'https://login.microsoftonline.com https://res.cdn.office.net wss://live.test https://acs.test',
    );
    expect(policy).not.toMatch(/unsafe|\*(?!\.)/);
  });

  test('what it loads may be kept for ever, because its name is made of its content', async () => {
    const response = await deskFile(folder, 'desk-abc.js', settings, false);
    expect([response.status, textOf(response)]).toEqual([200, 'run()']);
    expect(headersOf(response)['cache-control']).toContain('immutable');
    const zipped = await deskFile(folder, 'desk-abc.js', settings, true);
    expect(headersOf(zipped)['content-encoding']).toBe('gzip');
    expect(gunzipSync(zipped.body as Buffer).toString()).toBe('run()');
  });

  test.each(['../package.json', '..%2f..%2fsecret.js', 'notes.txt', '.env', 'missing.js', 'a/../index.html', ''])(
    'nothing else is given: %s',
    async (name) => expect((await deskFile(folder, name, settings, false)).status).toBe(404),
  );
});
