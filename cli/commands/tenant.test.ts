import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT } from '../exit-codes';
import type { Step } from '../onboarding/steps';
import { run } from '../run';
import { fakeTerminal } from '../terminal.testsuite';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'tenant-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const WHO = ['--name', 'Fabrikam', '--entra-tenant', '0c0a5050-0000-4000-8000-000000000002'];
const AGENT = ['--agent', 'Ada Byron=0c0a5050-0000-4000-8000-0000000000b1'];
const WHERE = ['--country', 'US', '--time-zone', 'America/New_York'];
const ADD = ['tenant', 'add', 'fabrikam', ...WHO, ...AGENT, ...WHERE];
const CALLS = ['--number', '+14255550100', '--carrier', 'trunk', '--trunk', 'fabrikam.sbc.partner.example'];
const ALL = [...ADD, ...CALLS, '--text-number', '+14255550101', '--mailbox', 'help@fabrikam.example', '--chat'];

async function switchboard(...args: string[]) {
  const terminal = fakeTerminal(folder);
  const code = await run([...args, '--json'], terminal);
  return { code, complained: terminal.complained(), json: JSON.parse(terminal.written() || 'null') as never };
}

test('an organisation with every channel is files that are valid, and steps for others', async () => {
  const { code, json } = await switchboard(...ALL);
  expect(code).toBe(EXIT.done);
  const { steps } = json as { steps: Step[] };
  expect(steps.map(({ who }) => who)).toEqual([
    'administrator of the tenant’s directory',
    'Teams administrator of the tenant',
    'administrator of the session border controller',
    'administrator of the stamp',
    'administrator of the stamp',
    'Exchange administrator of the tenant',
    'administrator of the stamp',
  ]);
  expect(steps.flatMap(({ how }) => how)).toContain('X-MS-Custom-Trunk: fabrikam.sbc.partner.example');
  expect(await switchboard('validate', 'config/fabrikam')).toMatchObject({
    code: EXIT.done,
    json: [{ tenant: 'fabrikam', agents: 1, flows: 4, entryPoints: 4 }],
  });
  expect(readFileSync(join(folder, 'config/fabrikam/tenant.yaml'), 'utf8')).toContain('$schema=../schema/config.json');
});

test('texts and chats are carried by whom a newcomer can still sign up with, unless another is named', async () => {
  const fileOf = (folder: string, name: string) => readFileSync(join(folder, 'config/fabrikam', name), 'utf8');
  await switchboard(...ALL);
  expect(fileOf(folder, 'tenant.yaml')).toMatch(/emailSender: graph\n {2}smsSender: telesign\n/);
  expect(fileOf(folder, 'entry-points.yaml')).toContain('provider: switchboard');
  const others = ['--text-carrier', 'acs', '--chat-provider', 'acs', '--force'];
  expect((await switchboard(...ALL, ...others)).code).toBe(EXIT.done);
  expect(fileOf(folder, 'tenant.yaml')).toContain('smsSender: acs');
  expect(fileOf(folder, 'entry-points.yaml')).toContain('provider: acs');
  expect((await switchboard(...ALL, '--chat-provider', 'pigeon')).code).toBe(EXIT.usage);
});

test('calls to the numbers of a resource account come to the account', async () => {
  const account = '0c0a5050-0000-4000-8000-0000000000d1';
  const teams = ['--number', '+14255550100', '--carrier', 'teams', '--resource-account'];
  const { code, json } = await switchboard(...ADD, ...teams, `line@fabrikam.example=${account}`);
  expect(code).toBe(EXIT.done);
  const entries = readFileSync(join(folder, 'config/fabrikam/entry-points.yaml'), 'utf8');
  expect(entries).toContain(`address: 28:orgid:${account}`);
  const lines = (json as { steps: Step[] }).steps.flatMap(({ how }) => how).join('\n');
  expect(lines).toContain(`Sync-CsOnlineApplicationInstance -ObjectId ${account}`);
  expect(lines).toContain('-Identity line@fabrikam.example -PhoneNumber +14255550100');
  expect((await switchboard(...ADD, ...teams, 'line@fabrikam.example', '--force')).code).toBe(EXIT.usage);
});

test('two organisations may have one number on two trunks, and not on one', async () => {
  await switchboard(...ADD, ...CALLS, '--folder', 'one');
  const other = [...ADD, ...CALLS.slice(0, -1)].map((word) => (word === 'fabrikam' ? 'litware' : word));
  await switchboard(...other, 'litware.sbc.partner.example', '--folder', 'two');
  await switchboard(...other, 'Fabrikam.sbc.partner.example', '--folder', 'three');
  expect((await switchboard('validate', 'one', 'two')).code).toBe(EXIT.done);
  expect((await switchboard('validate', 'one', 'three')).code).toBe(EXIT.refused);
});

test.each([
  ['no way in', ADD],
  ['numbers of Teams without a resource account', [...ADD, '--number', '+14255550100']],
  ['a trunk that is not named', [...ADD, '--number', '+14255550100', '--carrier', 'trunk']],
  ['an agent without an object id', [...ADD.slice(0, -4), '--agent', 'Ada', ...WHERE, '--chat']],
])('%s is a wrong command line, and nothing is written', async (_what, args) => {
  expect((await switchboard(...args)).code).toBe(EXIT.usage);
  expect((await switchboard('validate', 'config/fabrikam')).code).toBe(EXIT.usage);
});

test('a number that is none is refused before anything is written', async () => {
  const { code } = await switchboard(...ADD, '--number', '555', '--carrier', 'acs');
  expect(code).toBe(EXIT.refused);
  expect((await switchboard('validate', 'config/fabrikam')).code).toBe(EXIT.usage);
});
