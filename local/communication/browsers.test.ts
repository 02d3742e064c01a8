import { createCommunication } from './communication';
import { createClock } from '../kit/clock';
import { listen } from '../kit/http';
import { openStore } from '../kit/store';
import { createWork } from '../kit/work';

test("a page of another origin may call chat, and reads even a refusal's body", async () => {
  const work = createWork();
  const store = openStore(':memory:');
  const { service } = createCommunication({
    store,
    work,
    clock: createClock(work, 0, () => 0),
    endpoint: () => '',
    accessKey: 'eA==',
    immutableResourceId: 'r',
    publish: () => Promise.resolve(),
    verifyToken: () => Promise.resolve(undefined),
  });
  const server = await listen(service, { port: 0, work });
  const url = `${server.url}/chat/threads?api-version=2025-03-15`;
  const preflight = await fetch(url, {
    method: 'OPTIONS',
    headers: {
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,x-ms-useragent',
    },
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
  expect(preflight.headers.get('access-control-allow-headers')).toBe('authorization,x-ms-useragent');
  const refused = await fetch(url);
  expect(refused.status).toBe(401);
  expect(refused.headers.get('access-control-allow-origin')).toBe('*');
  await server.close();
  store.close();
});
