import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createDoors } from '../../kit/doors';
import { createForward } from './forward';
import type { HostRequest } from './server';

const saying = (said: string): HostRequest => ({
  ...{ method: 'POST', url: new URL('http://localhost/api/x'), target: '/api/x', headers: {} },
  ...{ body: Buffer.alloc(0), unread: Readable.from([said]), json: () => undefined },
});

test('a worker that never answers is given up', async () => {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const forward = createForward(`http://127.0.0.1:${(silent.address() as AddressInfo).port}/`, createDoors(), 20);
  expect(await forward(saying('nothing'), 'invocation').answer).toEqual({ status: 504 });
  silent.closeAllConnections();
  silent.close();
});

test('a connection that nobody needs is let go of before the worker would close it under a request', async () => {
  const worker = createServer((incoming, outgoing) => incoming.resume().on('end', () => outgoing.end('heard')));
  // It would keep it for ever: only the host can have closed it.
  worker.keepAliveTimeout = 0;
  const closed = new Promise((resolve) => worker.on('connection', (socket) => socket.once('close', resolve)));
  worker.listen(0, '127.0.0.1');
  await once(worker, 'listening');
  const forward = createForward(`http://127.0.0.1:${(worker.address() as AddressInfo).port}/`, createDoors());
  const { body } = await forward(saying('hello'), 'invocation').answer;
  expect((await buffer(body as Readable)).toString()).toBe('heard');
  await closed;
  worker.close();
}, 10_000);
