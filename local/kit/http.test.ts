import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { listen, type Listening } from './http';
import { ensureTls } from './tls';
import { createWork } from './work';

const MEGABYTE = 2 ** 20;
const LONG_ANSWER = 'x'.repeat(16 * MEGABYTE);

let folder: string;
let ca: Buffer;
let listening: Listening;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'http-'));
  const tls = await ensureTls(folder);
  ca = readFileSync(tls.caFile);
  const routes = [
    { method: 'POST', path: '/long', handle: () => ({ status: 200, body: LONG_ANSWER }) },
    {
      method: 'POST',
      path: '/count',
      handle: ({ body }: { readonly body: Buffer }) => ({ status: 200, body: `${body.length} came` }),
    },
  ];
  listening = await listen({ name: 'tests', routes }, { port: 0, tls, work: createWork() });
}, 30_000);
afterAll(async () => {
  await listening.close();
  rmSync(folder, { recursive: true });
});

const request = (path: string, body: string): string =>
  `POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-length: ${body.length}\r\n\r\n${body}`;

test('a long request that comes before a long answer is read whole is answered too', async () => {
  const socket = connect({ port: listening.port, host: '127.0.0.1', servername: 'localhost', ca });
  socket.on('secureConnect', () => socket.pause().write(request('/long', '')));
  // The answer fills what lies between the two, and waits.
  while (socket.bytesRead < MEGABYTE / 64) await new Promise((soon) => setImmediate(soon));
  socket.write(request('/count', 'y'.repeat(MEGABYTE)));
  const last = await new Promise<string>((resolve, reject) => {
    let end = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      end = (end + chunk).slice(-100);
      if (end.includes('came')) resolve(end);
    });
    socket.once('close', () => reject(new Error('The connection broke.')));
    socket.on('error', reject).resume();
  });
  expect(last).toContain(`${MEGABYTE} came`);
  socket.destroy();
}, 20_000);
