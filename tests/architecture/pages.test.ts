import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const ROOT = join(__dirname, '../..');
const read = (page: string) => readFileSync(join(ROOT, page), 'utf8');
const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file.replaceAll('\\', '/')}`),
];

test.each(PAGES)('every link of %s leads somewhere', (page) => {
  const links = [...read(page).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, link = '']) => link);
  const lost = links.filter((link) => !/^(https?|mailto):/.test(link) && !existsSync(join(ROOT, dirname(page), link)));
  expect(lost).toEqual([]);
});

const { scripts: SCRIPTS } = JSON.parse(read('package.json')) as { scripts: Readonly<Record<string, string>> };

/** Folders of the repository; what else stands between back quotes is no path. */
const PATH =
  /^(?:functions|shared|local|web|config|infra|tests|bench|simulation|cli|docs|lint|demo|transcripts)\/[\w./-]*[\w/]$/;
/** Made by a command, or standing for any folder. */
const MADE = /^config\/fabrikam$|\/X$/;

const pathsIn = (page: string): string[] =>
  [...read(page).matchAll(/`([^`\n]+)`/g)].map(([, name = '']) => name).filter((name) => PATH.test(name));

/** As it stands, or as the beginning of files' names, which is how suites are chosen. */
const isThere = (path: string): boolean =>
  existsSync(join(ROOT, path)) ||
  (existsSync(join(ROOT, dirname(path))) &&
    readdirSync(join(ROOT, dirname(path))).some((file) => file.startsWith(`${basename(path)}.`)));

test.each(PAGES)('every file that %s names is there', (page) => {
  expect(pathsIn(page).filter((path) => !MADE.test(path) && !isThere(path))).toEqual([]);
});

test('the pages that lead through the repository name files of it', () => {
  const leading = ['README', 'CONTRIBUTING', 'docs/architecture', 'docs/deploy', 'docs/configure', 'docs/simulation'];
  expect(leading.filter((page) => pathsIn(`${page}.md`).length < 2)).toEqual([]);
});

test('the reading path is eleven files, each short enough to be read', () => {
  const path = [...read('docs/architecture.md').matchAll(/^\d+\. `([^`]+)`/gm)].map(([, file = '']) => file);
  expect(path).toHaveLength(11);
  expect(read('README.md')).toContain('eleven short files');
  const lengths = path.map((file) => [file, read(file).split('\n').length] as const);
  expect(lengths.filter(([, lines]) => lines > 210)).toEqual([]);
  // A door to a folder teaches nothing.
  expect(
    path.filter((file) => !/^(?:async )?function\*? |^export (?:async )?function|^describe\(/m.test(read(file))),
  ).toEqual([]);
});

test.each(PAGES)('every command of npm that %s names is a script', (page) => {
  const named = [...read(page).matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name);
  expect(named.filter((name) => SCRIPTS[name] === undefined)).toEqual([]);
});

test('the two commands of the README need nothing else', () => {
  const named = [...read('README.md').matchAll(/npm (start|test)\b/g)].map(([, name = '']) => name);
  expect(new Set(named)).toEqual(new Set(['start', 'test']));
  expect(named.filter((name) => SCRIPTS[name] === undefined)).toEqual([]);
  expect(read('README.md')).toMatch(/^npm ci && npm start\b/m);
  expect(read('README.md')).toMatch(/^npm ci && npm test\b/m);
});
