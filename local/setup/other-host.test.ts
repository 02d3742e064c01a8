import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readOtherHost } from './other-host';

const folder = mkdtempSync(join(tmpdir(), 'other-host-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(text: string): string {
  const file = join(folder, 'host.json');
  writeFileSync(file, text);
  return file;
}

const HOST = {
  command: 'dotnet',
  args: ['Host.dll'],
  environment: { ASPNETCORE_URLS: 'https://localhost:{port}' },
  keys: { master: 'm', eventGrid: 'e' },
};

test('a file that describes a host is read as it is', () => {
  expect(readOtherHost(written(JSON.stringify(HOST)))).toEqual(HOST);
});

test.each([
  ['no command', { ...HOST, command: '' }, 'command'],
  ['a number among the arguments', { ...HOST, args: ['a', 7] }, 'args[1]'],
  ['a setting that is no text', { ...HOST, environment: { PORT: 1 } }, 'environment.PORT'],
  ['a key that is missing', { ...HOST, keys: { master: 'm' } }, 'keys.eventGrid'],
  ['a word that means nothing', { ...HOST, arguments: [] }, 'arguments'],
])('%s is refused by name', (_what, described, name) => {
  expect(() => readOtherHost(written(JSON.stringify(described)))).toThrow(name);
});

test('what is no JSON is refused with the name of its file', () => {
  expect(() => readOtherHost(written('{'))).toThrow('host.json could not be read as JSON');
});
