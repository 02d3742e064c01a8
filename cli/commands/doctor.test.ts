import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT } from '../exit-codes';
import { run } from '../run';
import { fakeTerminal } from '../terminal.testsuite';
import { NEEDED_EVENTS, NEEDED_ROLES } from './needed-in-azure';

let server: Server;
let answer: { status: number; body: object };
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-'));
  server = createServer((_request, response) => {
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

async function doctor(...args: string[]) {
  const { port } = server.address() as { port: number };
  const terminal = fakeTerminal(folder, { SWITCHBOARD_URL: `http://localhost:${port}`, SWITCHBOARD_TOKEN: 'token' });
  const code = await run(['doctor', '--json', ...args], terminal);
  return {
    code,
    findings: JSON.parse(terminal.written()) as { what: string; state: string; found?: string; remedy?: string }[],
  };
}
const problem = (status: number, code: string) => ({
  status,
  body: { type: `urn:switchboard:problem:${code}`, title: 'No.', status, code },
});

test('a stamp that answers its administrator lacks nothing', async () => {
  answer = { status: 200, body: [] };
  expect(await doctor('--tenant', 'contoso')).toMatchObject({ code: EXIT.done });
});

test.each([
  [401, 'unauthenticated', 'the token is not good'],
  [403, 'forbidden', 'Switchboard.Admin'],
  [500, 'failed', 'No.'],
])('a stamp that answers %i is told with a remedy', async (status, code, found) => {
  answer = problem(status, code);
  const { code: exit, findings } = await doctor();
  expect(exit).toBe(EXIT.incomplete);
  expect(findings).toEqual([
    {
      what: 'stamp and caller',
      state: 'missing',
      found: expect.stringContaining(found),
      remedy: expect.stringContaining('az login'),
    },
  ]);
});

test('a tenant without a configuration is told how to get one', async () => {
  answer = problem(404, 'notFound');
  const { findings } = await doctor('--tenant', 'contoso');
  expect(findings.at(-1)).toMatchObject({
    state: 'missing',
    remedy: expect.stringContaining('switchboard apply config/contoso'),
  });
  expect((await doctor()).code).toBe(EXIT.done);
});

test('settings that are missing, empty or wrong are named, never their values', async () => {
  answer = { status: 200, body: [] };
  const settings = [
    { name: 'COSMOS_ENDPOINT', value: 'a secret that is no address' },
    { name: 'BLOB_ENDPOINT', value: '' },
    { name: 'PUBLIC_URL', value: 'https://app.example' },
  ];
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings));
  const { code, findings } = await doctor('--settings', 'settings.json');
  const stateOf = (name: string) => findings.find(({ what }) => what === `setting ${name}`)?.state;
  expect([
    code,
    stateOf('COSMOS_ENDPOINT'),
    stateOf('BLOB_ENDPOINT'),
    stateOf('BOT_APP_ID'),
    stateOf('PUBLIC_URL'),
    stateOf('GRAPH_ENDPOINT'),
  ]).toEqual([EXIT.incomplete, 'missing', 'missing', 'missing', 'ok', 'ok']);
  expect(JSON.stringify(findings)).not.toContain('a secret');
});

test('settings that cannot be read are a wrong command line', async () => {
  const terminal = fakeTerminal(folder, { SWITCHBOARD_URL: 'http://localhost:1', SWITCHBOARD_TOKEN: 't' });
  expect(await run(['doctor', '--settings', 'nowhere.json'], terminal)).toBe(EXIT.usage);
});

const list = (name: string, content: unknown) => writeFileSync(join(folder, name), JSON.stringify(content));
const missing = (findings: Awaited<ReturnType<typeof doctor>>['findings']) =>
  findings.filter(({ state }) => state === 'missing').map(({ what }) => what);
const root = (file: string) => join(__dirname, '../..', file);

test('roles that the identity of the app lacks are named', async () => {
  answer = { status: 200, body: [] };
  const always = Object.keys(NEEDED_ROLES);
  const held = always.slice(1).map((id) => ({ roleDefinitionId: `/subscriptions/s/roleDefinitions/${id}` }));
  list('roles.json', held);
  const { code, findings } = await doctor('--roles', 'roles.json');
  expect([code, missing(findings)]).toEqual([EXIT.incomplete, [`role ${NEEDED_ROLES[always[0] ?? ''] ?? ''}`]]);
});

test('event subscriptions that are missing or broken are named, and the list is that of the template', async () => {
  const declared = JSON.parse(readFileSync(root('infra/event-subscriptions.json'), 'utf8')) as {
    topic: string;
    eventTypes: string[];
  }[];
  const types = declared.filter(({ topic }) => topic === 'communication').flatMap(({ eventTypes }) => eventTypes);
  expect([...NEEDED_EVENTS].sort()).toEqual(types.sort());
  const made = types.map((type, n) => ({
    provisioningState: n === 0 ? 'Failed' : 'Succeeded',
    filter: { includedEventTypes: [type] },
  }));
  list('subscriptions.json', made.slice(0, -1));
  const { findings } = await doctor('--subscriptions', 'subscriptions.json');
  expect(missing(findings).sort()).toEqual(
    [types[0], types.at(-1)].map((type) => `event subscription for ${type}`).sort(),
  );
  list('subscriptions.json', { no: 'list' });
  expect(await run(['doctor', '--subscriptions', 'subscriptions.json'], fakeTerminal(folder))).toBe(EXIT.usage);
});

test('says who depends on what Microsoft retires, and that is nothing missing', async () => {
  answer = { status: 200, body: [] };
  const { code, findings } = await doctor('--config', join(__dirname, '../../config/contoso'));
  expect(code).toBe(EXIT.done);
  const ending = findings.filter(({ state }) => state === 'ends');
  expect(ending.map(({ what }) => what)).toEqual([
    'contoso: texts go by ACS SMS',
    "contoso: the chat 'web-chat' is an ACS chat",
    "contoso: calls to 'main-number' come to a number of ACS or its Direct Routing",
    "contoso: calls to 'reception-number' come to a number of ACS or its Direct Routing",
  ]);
  expect(ending.every(({ found }) => found === 'ends on 2028-09-30')).toBe(true);
});
