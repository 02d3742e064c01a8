import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

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

/** Folders of the repository; what else stands between back quotes is no path. */
const PATH = /^(?:functions|shared|local|web|config|infra|tests|bench|simulation|cli|docs|lint|demo)\/[\w./-]*[\w/]$/;
/** Made by a command, or standing for any folder. */
const MADE = /^config\/fabrikam$|\/X$/;

test.each([
  'README.md',
  'CONTRIBUTING.md',
  'docs/architecture.md',
  'docs/deploy.md',
  'docs/configure.md',
  'docs/simulation.md',
])('every file that %s names is there', (page) => {
  const named = [...read(page).matchAll(/`([^`\n]+)`/g)].map(([, name = '']) => name).filter((name) => PATH.test(name));
  expect(named.length).toBeGreaterThan(1);
  expect(named.filter((name) => !MADE.test(name) && !existsSync(join(ROOT, name)))).toEqual([]);
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

test('the commands of the README are scripts, and its two need nothing else', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Readonly<Record<string, string>> };
  const named = [...read('README.md').matchAll(/npm (?:run )?([\w:]+)/g)].map(([, name = '']) => name);
  const known = named.filter((name) => name !== 'ci' && name !== 'in');
  expect(known.filter((name) => scripts[name] === undefined)).toEqual([]);
  expect(read('README.md')).toMatch(/^npm ci && npm start\b/m);
  expect(read('README.md')).toMatch(/^npm ci && npm test\b/m);
});
