import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'package-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const node = (script: string, cwd: string) =>
  execFileSync(process.execPath, ['-e', script], {
    ...{ cwd, encoding: 'utf8', stdio: 'pipe' },
    env: { PATH: process.env['PATH'] },
  });
const packageScript = JSON.stringify(join(ROOT, 'infra/package.mjs'));
const packageFrom = (built: string, to: string) =>
  node(
    `import(${packageScript}).then(({ packageTo }) => packageTo(${JSON.stringify(to)}, ${JSON.stringify(built)}))`,
    ROOT,
  );

/** Loads the app as the worker does, where nothing of the repository can be reached, and says what registered. */
const LOAD = `
const Module = require('node:module');
const load = Module._load;
const names = [];
const core = {
  registerFunction: ({ name }) => void names.push(name),
  registerHook() {}, setProgrammingModel() {}, log() {}, setup() {}, on() {},
};
Module._load = (name, ...others) => (name === '@azure/functions-core' ? core : load(name, ...others));
require(require('node:path').resolve(JSON.parse(require('node:fs').readFileSync('package.json', 'utf8')).main));
console.log(JSON.stringify(names));`;

test('what is deployed stands alone: the app loads where nothing was installed, and brings the widget and the desk', () => {
  const [built, target] = [join(folder, 'built'), join(folder, 'target')];
  for (const part of ['functions', 'web/widget'])
    cpSync(join(ROOT, 'dist', part), join(built, part), { recursive: true });
  mkdirSync(join(built, 'desk'));
  writeFileSync(join(built, 'desk/index.html'), '<html>');
  packageFrom(built, target);
  const registered = JSON.parse(node(LOAD, target)) as string[];
  expect(registered).toEqual(expect.arrayContaining(['startChat', 'incomingCall', 'assign', 'tick', 'interaction']));
  expect(registered.length).toBeGreaterThan(60);
  // Where the code looks for them: beside the compiled app.
  for (const file of ['dist/web/widget/widget.js', 'dist/web/widget/acs.js', 'dist/desk/index.html', 'host.json'])
    expect([file, existsSync(join(target, file))]).toEqual([file, true]);
  expect(readdirSync(target).sort()).toEqual([
    '.funcignore',
    'dist',
    'host.json',
    'local.settings.json',
    'package.json',
  ]);
  expect(Object.keys(JSON.parse(readFileSync(join(target, 'package.json'), 'utf8')) as object)).toEqual([
    'name',
    'version',
    'main',
    'private',
  ]);
});

test('a part that was not built is named, and nothing is packaged without it', () => {
  const target = join(folder, 'none');
  expect(() => packageFrom(join(folder, 'nothing'), target)).toThrow(/Not built: functions, web\/widget, desk/);
  expect(existsSync(target)).toBe(false);
});

test('azd deploys that package, and has nothing built in Azure', () => {
  const azure = readFileSync(join(ROOT, 'azure.yaml'), 'utf8');
  expect(azure).toMatch(/project: \.package\n/);
  expect(azure).toMatch(/remoteBuild: false\n/);
  expect(azure).toMatch(/run: npm run build && npm run desk:build && node infra\/package\.mjs/);
});
