import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { createForward } from './forward';

test('a worker that never answers is given up', async () => {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const forward = createForward(`http://127.0.0.1:${(silent.address() as AddressInfo).port}/`, 20);
  const { answer } = forward(
    {
      ...{ method: 'POST', url: new URL('http://localhost/api/x'), target: '/api/x', headers: {} },
      ...{ body: Buffer.alloc(0), unread: Readable.from(['said']), json: () => undefined },
    },
    'invocation',
  );
  expect(await answer).toEqual({ status: 504 });
  silent.closeAllConnections();
  silent.close();
});
