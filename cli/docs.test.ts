import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configJsonSchemas } from '../shared/contracts/config';
import { argsOf, blocksOf, examplesIn, fencesOf, linesOf, PAGES, type Page } from './docs.testsuite';
import { EXIT } from './exit-codes';
import { run } from './run';
import { fakeTerminal } from './terminal.testsuite';

const ROOT = join(__dirname, '..');
const BLOCKS = PAGES.flatMap(blocksOf);
const scratch = mkdtempSync(join(tmpdir(), 'docs-'));
afterAll(() => rmSync(scratch, { recursive: true }));

test.each(PAGES)('every fence of %s holds commands, and they are looked at', (page) => {
  expect(blocksOf(page)).toHaveLength(fencesOf(page));
  expect(blocksOf(page).length).toBeGreaterThan(0);
});

test('docs/configure.md tells of every section, and its examples are good beside Contoso', async () => {
  const { properties } = configJsonSchemas().config as { readonly properties: object };
  const page = readFileSync(join(ROOT, 'docs/configure.md'), 'utf8');
  const [, table = ''] = /## The files\n([\s\S]*?)\n##/.exec(page) ?? [];
  expect(Object.keys(properties).filter((section) => !table.includes(`\`${section}\``))).toEqual([]);
  const folder = join(scratch, 'contoso');
  cpSync(join(ROOT, 'config/contoso'), folder, { recursive: true });
  // A section that comes once may stand in one file.
  const tenant = readFileSync(join(folder, 'tenant.yaml'), 'utf8');
  writeFileSync(join(folder, 'tenant.yaml'), tenant.replace(/^alerts: .*$/m, ''));
  examplesIn('configure.md').forEach((text, n) => writeFileSync(join(folder, `example-${n}.yaml`), text));
  expect(examplesIn('configure.md').length).toBeGreaterThan(0);
  const terminal = fakeTerminal(ROOT);
  expect([await run(['validate', folder], terminal), terminal.complained()]).toEqual([EXIT.done, '']);
});

/** The journey tests/journeys/documents.test.ts types these on local Azure. */
const TYPED = /^(switchboard |export |node infra\/deploy\.mjs .* --print$)/;
/** By other tests: the browser's, and below. */
const RUN_ELSEWHERE = /^npm run (desk:build|teams:package -- )/;

test('every command is typed on local Azure by a journey, run by a test, or marked', () => {
  const lines = BLOCKS.filter(({ isMarked }) => !isMarked).flatMap((block) =>
    linesOf(block).map((line) => [block.page, line]),
  );
  expect(lines.length).toBeGreaterThan(12);
  expect(lines.filter(([, line = '']) => !TYPED.test(line) && !RUN_ELSEWHERE.test(line))).toEqual([]);
  expect(BLOCKS.filter(({ language, isMarked }) => language === 'powershell' && !isMarked)).toEqual([]);
});

const commandLines = BLOCKS.flatMap(linesOf).filter((line) => line.startsWith('switchboard '));

test.each(commandLines)('%s names a command and options that are there', async (line) => {
  const terminal = fakeTerminal(ROOT);
  const words = argsOf(line).filter((word, at, all) => !word.startsWith('-') && all[at - 1]?.startsWith('--') !== true);
  const command = ['tenant', 'flow'].includes(words[0] ?? '') ? words.slice(0, 2) : words.slice(0, 1);
  expect(await run([...command, '--help'], terminal)).toBe(EXIT.done);
  expect(terminal.written()).toContain(`Usage: switchboard ${command.join(' ')} `);
  const options = argsOf(line).filter((word) => word.startsWith('--'));
  expect(options.filter((option) => !terminal.written().includes(`${option} `))).toEqual([]);
});

/** Programs that write down what they are told, and answer with an id. */
function stubs(log: string): string {
  const bin = mkdtempSync(join(scratch, 'bin-'));
  const text = `#!/bin/bash\nprintf '%s\\0' "$(basename "$0")" "$@" >> '${log}'\nprintf '\\n\\0' >> '${log}'\necho 0c0a5050-0000-4000-8000-0000000000ff\n`;
  for (const name of ['az', 'azd', 'func', 'npm', 'node', 'curl', 'switchboard']) {
    writeFileSync(join(bin, name), text);
    chmodSync(join(bin, name), 0o755);
  }
  return bin;
}

/** What programs are told when somebody types all of a page, with something in the place of each `<placeholder>`. */
function toldBy(page: Page): readonly (readonly string[])[] {
  const log = join(mkdtempSync(join(scratch, 'log-')), 'log');
  const script = blocksOf(page)
    .filter(({ language }) => language === 'sh')
    .map(({ text }) => text.replaceAll(/<[a-zA-Z ]+>/g, 'placeholder'))
    .join('\n');
  const cwd = mkdtempSync(join(scratch, 'cwd-'));
  const typed = spawnSync('bash', ['--norc', '-euo', 'pipefail', '-c', script], {
    cwd,
    encoding: 'utf8',
    env: { PATH: `${stubs(log)}:/usr/bin:/bin` },
  });
  expect([typed.stderr, typed.status]).toEqual(['', 0]);
  return readFileSync(log, 'utf8')
    .split('\0\n\0')
    .filter((call) => call !== '')
    .map((call) => call.split('\0'));
}

test.each(PAGES)('the commands of %s are whole: a shell takes them, and what they say is what is meant', (page) => {
  const calls = toldBy(page);
  const bodies = calls.flatMap((call) => call.filter((_word, at) => call[at - 1] === '--body'));
  for (const body of bodies) expect(JSON.parse(body)).toEqual(expect.any(Object));
  for (const word of calls.flat()) expect(word).not.toMatch(/\$[A-Z(]|^<|>$/);
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
  for (const [program, first = '', second = ''] of calls) {
    if (program === 'npm') expect([first, second in scripts]).toEqual(['run', true]);
    if (program === 'node' && first !== '-pe') expect(existsSync(join(ROOT, first))).toBe(true);
  }
  if (page === 'teams.md') expect(bodies).toHaveLength(10);
});

test('the package of the Teams app is made as docs/teams.md says', () => {
  const call = toldBy('teams.md').find(([program, , script]) => program === 'npm' && script === 'teams:package');
  const options = call?.slice(call.indexOf('--') + 1) ?? [];
  mkdirSync(join(scratch, 'teams'));
  const [schema, out] = [join(scratch, 'teams/schema.json'), join(scratch, 'teams/app.zip')];
  // Microsoft's own is fetched, and not kept here.
  writeFileSync(schema, JSON.stringify({ type: 'object', required: ['id'] }));
  const guid = (word: string) => (word === 'placeholder' ? '0c0a5050-0000-4000-8000-00000000a001' : word);
  const args = ['infra/teams/package.mjs', ...options.map(guid), '--schema', schema, '--out', out];
  execFileSync(process.execPath, args, { cwd: ROOT, stdio: 'pipe' });
  expect(existsSync(out)).toBe(true);
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
