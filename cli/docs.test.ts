import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT } from './exit-codes';
import { run } from './run';
import { fakeTerminal } from './terminal.testsuite';

const ROOT = join(__dirname, '..');

interface Line {
  readonly doc: string;
  readonly line: string;
  readonly needsAzure: boolean;
}

/** Every line of every shell block of a page; a block is marked in the paragraph before it. */
function linesOf(doc: string): readonly Line[] {
  const text = readFileSync(join(ROOT, 'docs', doc), 'utf8');
  return [...text.matchAll(/([^\n]*)\n\n```sh\n([\s\S]*?)```/g)].flatMap(([, before = '', block = '']) =>
    block
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => ({ doc, line, needsAzure: /needs azure/i.test(before) })),
  );
}
const LINES = [...linesOf('configure.md'), ...linesOf('deploy.md')];
const commandLines = LINES.filter(({ line }) => line.startsWith('switchboard '));
const argsOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '').slice(1);

test('there are commands to try', () => {
  expect(commandLines.length).toBeGreaterThan(9);
});

test.each(commandLines)('$doc: $line is a command line', async ({ line, needsAzure }) => {
  // Nobody listens there: what needs a stamp gets as far as asking it. The journeys run the same commands on one.
  const folder = line.startsWith('switchboard tenant') ? mkdtempSync(join(tmpdir(), 'docs-')) : ROOT;
  const terminal = fakeTerminal(folder, { SWITCHBOARD_URL: 'http://localhost:9', SWITCHBOARD_TOKEN: 'token' });
  const [name = ''] = argsOf(line);
  const isOffline = ['validate', 'test', 'tenant'].includes(name);
  const expected = isOffline ? EXIT.done : name === 'doctor' ? EXIT.incomplete : EXIT.unreachable;
  const args = argsOf(line);
  if (needsAzure) expect(await run([name, '--help'], terminal)).toBe(EXIT.done);
  else expect([await run(args, terminal), terminal.complained().split('\n')[0]]).toEqual([expected, expect.anything()]);
});

test('the deployment prints what it would do, in two passes', () => {
  const printed = execFileSync(process.execPath, ['infra/deploy.mjs', 'japan', 'group', '--print'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect(printed).toContain('az group create --name group --location japaneast');
  const passes = [...printed.matchAll(/SWITCHBOARD_WITH_SUBSCRIPTIONS=(\w+)/g)].map(([, value]) => value);
  expect(passes).toEqual(['false', 'true']);
  expect(printed.indexOf('func azure')).toBeGreaterThan(printed.indexOf('=false'));
});

test('azd is given the parameters of a geography, and takes the second pass alone', () => {
  const node = (...args: string[]) => execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
  expect(node('infra/azd-parameters.mjs', 'japan', '--print')).toMatch(/^using '\.\/main\.bicep'\n[^]*'japaneast'/);
  expect(() => node('infra/azd-parameters.mjs', 'atlantis', '--print')).toThrow('atlantis');
  const second = node('infra/deploy.mjs', 'japan', 'group', '--print', '--only-subscriptions');
  expect(second.trim().split('\n')).toEqual([
    expect.stringContaining('SWITCHBOARD_WITH_SUBSCRIPTIONS=true az deployment'),
  ]);
  const hooks = readFileSync(join(ROOT, 'azure.yaml'), 'utf8');
  for (const file of [...hooks.matchAll(/node (infra\/\S+)/g)].map(([, name = '']) => name))
    expect(existsSync(join(ROOT, file))).toBe(true);
});

test('every other line is marked, or prepares the environment', () => {
  const others = LINES.filter(({ line, needsAzure }) => !needsAzure && !line.startsWith('switchboard '));
  expect(others.map(({ line }) => line).filter((line) => !/^export |--print$/.test(line))).toEqual([]);
});
