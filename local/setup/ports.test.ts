import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { choosePorts, freePort, type Ports } from './ports';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ports-'));
  file = join(folder, 'ports.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

const written = () => JSON.parse(readFileSync(file, 'utf8')) as Ports;

test('free ports are all different, and the same at the next start', async () => {
  const first = await choosePorts(file, true);
  expect(new Set(Object.values(first)).size).toBe(Object.keys(first).length);
  expect(await choosePorts(file, true)).toEqual(first);
});

test('a service that is newer than the data gets a port, and the others keep theirs', async () => {
  const { telesign, webPubSub, ...older } = await choosePorts(file, true);
  writeFileSync(file, JSON.stringify(older));
  const ports = await choosePorts(file, true);
  expect(ports).toMatchObject(older);
  expect(ports).toEqual({ ...older, telesign: expect.any(Number), webPubSub: expect.any(Number) });
  expect(new Set(Object.values(ports)).size).toBe(Object.keys({ ...older, telesign, webPubSub }).length);
  expect(written()).toEqual(ports);
});

test('no system gives a port that was found free to a connection that goes out before it is used', async () => {
  const found = [...Object.values(await choosePorts(file, true)), await freePort()];
  for (const port of found) expect(port).toBeLessThan(32_768);
});
