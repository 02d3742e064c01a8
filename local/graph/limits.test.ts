import { dispatch, type LocalResponse } from '../kit/http';
import { createLimits } from './limits';

let isOn = true;
let now = 0;
let finish: (() => void)[] = [];
const slow = () => new Promise<LocalResponse>((resolve) => finish.push(() => resolve({ status: 200 })));

const limited = createLimits({ now: () => now }, () => isOn);
const service = {
  name: 'Graph',
  routes: [
    { method: 'GET', path: '/v1.0/users/{user}/messages', handle: slow },
    { method: 'POST', path: '/v1.0/communications/getPresencesByUserId', handle: () => ({ status: 200 }) },
  ].map(limited),
};
const call = (method: string, path: string) => {
  const url = new URL(path, 'https://graph.example');
  return dispatch(service, {
    ...{ method, url, target: path, headers: {} },
    body: Buffer.alloc(0),
    json: () => undefined,
  });
};
const mails = (user: string) => call('GET', `/v1.0/users/${user}/messages`);
const presences = () => call('POST', '/v1.0/communications/getPresencesByUserId');

beforeEach(() => {
  isOn = true;
  finish = [];
  now += 3_600_000;
});

test('a mailbox has four requests at a time; another has its own', async () => {
  const four = [1, 2, 3, 4].map(() => mails('help'));
  expect(await mails('HELP')).toMatchObject({ status: 429, headers: { 'retry-after': '1' } });
  const other = mails('sales');
  for (const end of finish) end();
  expect((await Promise.all([...four, other])).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  const after = mails('help');
  finish.at(-1)?.();
  expect((await after).status).toBe(200);
});

test('presence has 1,500 requests in 30 seconds', async () => {
  for (let n = 0; n < 1_500; n += 1) expect((await presences()).status).toBe(200);
  expect((await presences()).status).toBe(429);
  now += 30_000;
  expect((await presences()).status).toBe(200);
});

test('switched off, nothing is limited', async () => {
  isOn = false;
  const six = [1, 2, 3, 4, 5, 6].map(() => mails('help'));
  for (const end of finish) end();
  expect((await Promise.all(six)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
});
