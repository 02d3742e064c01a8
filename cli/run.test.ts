import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT } from './exit-codes';
import { run } from './run';
import { fakeTerminal } from './terminal.testsuite';

const FOLDER = join(__dirname, '..');

test('a valid configuration is counted for people', async () => {
  const terminal = fakeTerminal(FOLDER);
  expect(await run(['validate', 'config/contoso'], terminal)).toBe(EXIT.done);
  expect(terminal.written()).toBe('valid contoso: 2 queues, 5 agents, 5 flows, 6 entry points\n');
});

test('and for programs, wherever --json stands', async () => {
  const before = fakeTerminal(FOLDER);
  const after = fakeTerminal(FOLDER);
  await run(['--json', 'validate', 'config/contoso'], before);
  await run(['validate', 'config/contoso', '--json'], after);
  expect(JSON.parse(before.written())).toMatchObject([{ tenant: 'contoso', queues: 2, agents: 5 }]);
  expect(after.written()).toBe(before.written());
});

test('two tenants with one number are refused at the line of the second', async () => {
  const other = mkdtempSync(join(tmpdir(), 'fabrikam-'));
  cpSync(join(FOLDER, 'config/contoso'), other, { recursive: true });
  const terminal = fakeTerminal(FOLDER);
  expect(await run(['validate', 'config/contoso', other], terminal)).toBe(EXIT.refused);
  expect(terminal.complained()).toContain(
    `${other}/entry-points.yaml:4 entryPoints[0].address '+14255550100' is already an address of config/contoso`,
  );
  rmSync(other, { recursive: true });
});

test('colours are there on a terminal only', async () => {
  const coloured = { ...fakeTerminal(FOLDER), isColoured: true };
  await run(['validate', 'config/contoso'], coloured);
  expect(coloured.written()).toMatch(/^\u001b\[32m(valid)/u);
});

test.each([
  ['an unknown command', ['dance']],
  ['an unknown option', ['validate', 'config/contoso', '--fast']],
  ['a folder that is not there', ['validate', 'config/nobody']],
])('%s is a wrong command line', async (_what, args) => {
  const terminal = fakeTerminal(FOLDER);
  expect(await run(args, terminal)).toBe(EXIT.usage);
  expect(terminal.complained()).not.toBe('');
  expect(terminal.written()).toBe('');
});

test.each([
  ['an unknown command', ['dance']],
  ['an unknown option', ['validate', 'config/contoso', '--fast']],
  ['an argument that is not there', ['flow', 'test', 'config/contoso']],
  ['an option that must be there', ['apply', 'config/contoso']],
  ['half a command', ['flow']],
])('%s is told to programs as one document too', async (_what, args) => {
  const terminal = fakeTerminal(FOLDER);
  expect(await run([...args, '--json'], terminal)).toBe(EXIT.usage);
  expect(JSON.parse(terminal.written())).toEqual({
    error: { code: 'usage', message: expect.stringMatching(/^[a-zA-Z]/u), faults: [] },
  });
  expect(terminal.complained()).toBe('');
});

test('help is no failure', async () => {
  const terminal = fakeTerminal(FOLDER);
  expect(await run(['--help'], terminal)).toBe(EXIT.done);
  expect(terminal.written()).toContain('validate');
});
