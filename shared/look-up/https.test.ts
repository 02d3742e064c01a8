import { createHash, createHmac } from 'node:crypto';
import type { LookUp } from '../core/config/look-up';
import { tenantIdOf } from '../core/lib/ids';
import { createLookUps } from './https';
import { addressOf } from './request';

const tenant = tenantIdOf('contoso');
const orders: LookUp = {
  id: 'orders',
  url: 'https://crm.contoso.example/orders/{order}?by={customer}',
  asks: new Set(['order', 'customer']),
  takesDigits: false,
  timeoutMs: 50,
  cacheForMs: 60_000,
  result: new Map([
    ['status', ['order', 'status']],
    ['parcels', ['order', 'parcels']],
  ]),
};
const variables = { order: '12/../34', customer: '+14255550199' };
const KEY = 'k'.repeat(32);

function setUp(answer: (url: URL, init: RequestInit) => Promise<Response>, allowedHosts = ['crm.contoso.example']) {
  const asked: { url: string; headers: Record<string, string>; body?: string }[] = [];
  let now = 1_000_000;
  const lookUps = createLookUps({
    allowedHosts,
    signingKey: KEY,
    clock: { now: () => now },
    fetch: (url, init = {}) => {
      // The adapter asks by URL, never by a request of its own.
      const at = url as URL;
      const body = typeof init.body === 'string' ? { body: init.body } : {};
      asked.push({ url: at.href, headers: init.headers as Record<string, string>, ...body });
      return answer(at, init);
    },
  });
  const sealed = { key: 'i-1/7', interactionId: 'i-1', field: 'cardNumber', digits: '4111111111111111' };
  const give = () => lookUps.give(tenant, { ...orders, takesDigits: true }, variables, sealed);
  return { ask: () => lookUps.ask(tenant, orders, variables), give, asked, pass: (ms: number) => (now += ms) };
}
const json = (body: unknown) => async () => new Response(JSON.stringify(body));

test('asks with what the customer said in its place, signed, and takes the fields that were agreed', async () => {
  const { ask, asked } = setUp(json({ order: { status: 'shipped', parcels: 2, secret: 'x' } }));
  expect(await ask()).toEqual({ kind: 'found', values: { status: 'shipped', parcels: '2' } });
  const url = 'https://crm.contoso.example/orders/12%2F..%2F34?by=%2B14255550199';
  const signature = createHmac('sha256', KEY).update(`contoso\n1000\nGET\n${url}`).digest('hex');
  expect(asked).toEqual([
    { url, headers: expect.objectContaining({ 'x-switchboard-signature': `t=1000,v1=${signature}` }) },
  ]);
});

test('a host that is reached at another address is asked there, and what is signed is its own address', async () => {
  const { ask, asked } = setUp(json({ order: { status: 'paid' } }), ['crm.contoso.example=gateway.contoso.net:8443']);
  expect(await ask()).toMatchObject({ kind: 'found' });
  const signed = 'https://crm.contoso.example/orders/12%2F..%2F34?by=%2B14255550199';
  const signature = createHmac('sha256', KEY).update(`contoso\n1000\nGET\n${signed}`).digest('hex');
  expect(asked).toMatchObject([
    {
      url: 'https://gateway.contoso.net:8443/orders/12%2F..%2F34?by=%2B14255550199',
      headers: { 'x-switchboard-signature': `t=1000,v1=${signature}` },
    },
  ]);
});

test('an answer is used again for as long as it holds; a failure is not', async () => {
  const { ask, asked, pass } = setUp(json({ order: { status: 'paid' } }));
  await ask();
  await ask();
  pass(61_000);
  await ask();
  expect(asked).toHaveLength(2);
  const failing = setUp(async () => new Response('', { status: 500 }));
  await failing.ask();
  await failing.ask();
  expect(failing.asked).toHaveLength(2);
});

const endless = (init: RequestInit) =>
  new Promise<Response>((_resolve, reject) => {
    init.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
  });

test.each([
  ['hangs', async (_: URL, init: RequestInit) => endless(init), 'timedOut'],
  [
    'redirects',
    async () => new Response(null, { status: 302, headers: { location: 'http://169.254.169.254/' } }),
    'redirected',
  ],
  ['answers 10 MB', async () => new Response('x'.repeat(10_000_000)), 'tooLarge'],
  ['answers no JSON', async () => new Response('<html>'), 'notJson'],
  ['refuses', async () => new Response('', { status: 403 }), 'refused'],
  ['cannot be reached', async () => Promise.reject(new TypeError('no route')), 'unreachable'],
])('a system that %s fails the look-up', async (_what, answer, why) => {
  expect(await setUp(answer).ask()).toEqual({ kind: 'failed', why });
});

test('what is not there is not found, and a host that the stamp does not allow is never asked', async () => {
  expect(await setUp(async () => new Response('', { status: 404 })).ask()).toEqual({ kind: 'notFound' });
  const other = setUp(json({}), ['other.example']);
  expect(await other.ask()).toEqual({ kind: 'failed', why: 'hostNotAllowed' });
  expect(other.asked).toEqual([]);
});

test('a customer never chooses the folder, the host or the scheme', () => {
  expect(addressOf('https://a.example/o/{x}', { x: '..' })?.href).toBe('https://a.example/o/_');
  expect(addressOf('https://a.example/o/{x}', { x: '//b.example' })?.host).toBe('a.example');
  expect(addressOf('https://a.example/o/{x}?q={x}', { x: '&admin=1#' })?.search).toBe('?q=%26admin%3D1%23');
  expect(addressOf('http://a.example/{x}', { x: '1' })).toBeNull();
});

test('digits are given in a signed body, under a key, never in an address, and each time anew', async () => {
  const { give, asked } = setUp(json({ order: { status: 'taken' } }));
  expect(await give()).toEqual({ kind: 'taken', values: { status: 'taken' } });
  await give();
  expect(asked).toHaveLength(2);
  const { url, headers, body = '' } = asked[0] ?? { url: '', headers: {} };
  expect(JSON.parse(body)).toEqual({ interactionId: 'i-1', field: 'cardNumber', digits: '4111111111111111' });
  expect(url + JSON.stringify(headers)).not.toContain('4111');
  const lines = ['contoso', 1000, 'POST', url, createHash('sha256').update(body).digest('hex')];
  const v1 = createHmac('sha256', KEY).update(lines.join('\n')).digest('hex');
  expect(headers).toMatchObject({ 'idempotency-key': 'i-1/7', 'x-switchboard-signature': `t=1000,v1=${v1}` });
});

test.each([
  [422, { kind: 'refused' }],
  [404, { kind: 'failed', why: 'refused' }],
  [401, { kind: 'failed', why: 'refused' }],
  [302, { kind: 'failed', why: 'redirected' }],
])('%d to digits', async (status, expected) => {
  expect(await setUp(async () => new Response(null, { status })).give()).toEqual(expected);
});
