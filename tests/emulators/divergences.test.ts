import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const LOCAL = join(__dirname, '../../local');

/** Of a service, and of a part of one that has a list of its own. */
const services = readdirSync(LOCAL, { recursive: true, encoding: 'utf8' })
  .filter((file) => basename(file) === 'DIVERGENCES.md')
  .map(dirname);

interface Divergence {
  readonly says: string;
  readonly test: string;
  readonly title: string;
}

/** Each item of a list and each row of a table, on one line. */
function linesOf(file: string): readonly string[] {
  const text = readFileSync(file, 'utf8').replace(/\n {2,}/g, ' ');
  const rows = text.split('\n').filter((line) => line.startsWith('- ') || line.startsWith('| '));
  return rows.filter((line) => !/^\|[\s|:-]*---/.test(line) && !/Pinned by\s*\|$/.test(line));
}

function pinOf(line: string): Divergence | 'nothing' | undefined {
  const named = /(?:Pinned by |\| )`([^`]+\.test\.ts)`: (.+?)\.?(?:\s*\|)?\s*$/.exec(line);
  if (named !== null) return { says: line.slice(0, 80), test: named[1] ?? '', title: named[2] ?? '' };
  return /(?:Pinned by nothing\.|\| nothing\s*\|)\s*$/.test(line) ? 'nothing' : undefined;
}

const plain = (text: string): string => text.replace(/\\/g, '').replace(/\s+/g, ' ');

test('every service of local Azure has a list', () => {
  expect(services.length).toBeGreaterThan(10);
});

describe.each(services)('the divergences of %s', (service) => {
  const file = join(LOCAL, service, 'DIVERGENCES.md');
  const lines = linesOf(file);

  test('each name the test that pins them, or say that nothing does', () => {
    expect(lines.length).toBeGreaterThan(5);
    expect(lines.filter((line) => pinOf(line) === undefined)).toEqual([]);
  });

  test('name tests that exist', () => {
    const pins = lines.map(pinOf).filter((pin): pin is Divergence => pin !== undefined && pin !== 'nothing');
    const absent = pins.filter(({ test: name, title }) => {
      const path = join(dirname(file), name);
      return !existsSync(path) || !plain(readFileSync(path, 'utf8')).includes(title);
    });
    expect(absent).toEqual([]);
  });
});
