import { createHash, createHmac } from 'node:crypto';
import { createCrm } from './crm';

const KEY = 'k'.repeat(32);
const NOW = 1_000_000;
const PUBLIC = 'https://crm.contoso.example';

function ask(
  target: string,
  { over = target, at = NOW, key = KEY } = {},
  trouble: 'none' | 'redirects' | 'huge' = 'none',
) {
  const crm = createCrm({
    clock: { now: () => NOW } as never,
    key: KEY,
    publicUrl: PUBLIC,
  });
  crm.setTrouble(trouble);
  const route = crm.service.routes.find(({ path }) => target.startsWith(path.slice(0, path.indexOf('{'))));
  const seconds = Math.floor(at / 1000);
  const v1 = createHmac('sha256', key)
    .update(['contoso', seconds, 'GET', `${PUBLIC}${over}`].join('\n'))
    .digest('hex');
  const id = decodeURIComponent(target.split('/').at(-1) ?? '');
  return route?.handle({
    ...{
      method: 'GET',
      url: new URL(`${PUBLIC}${target}`),
      target,
      body: Buffer.alloc(0),
      json: () => undefined,
    },
    params: { number: id, order: id },
    headers: {
      'x-switchboard-tenant': 'contoso',
      'x-switchboard-signature': `t=${seconds},v1=${v1}`,
    },
  });
}

test('who is known is answered with their name, who is not with 404', async () => {
  expect(await ask('/customers/%2B14255550170')).toMatchObject({
    status: 200,
    body: { name: 'Grace Hopper' },
  });
  expect(await ask('/orders/100001')).toMatchObject({
    status: 200,
    body: { order: { status: 'shipped' } },
  });
  expect(await ask('/orders/999999')).toMatchObject({ status: 404 });
});

test('what is signed with another key, over another address or long ago is refused', async () => {
  expect(await ask('/orders/100001', { key: 'x'.repeat(32) })).toMatchObject({
    status: 401,
  });
  expect(await ask('/orders/100001', { over: '/orders/100002' })).toMatchObject({ status: 401 });
  expect(await ask('/orders/100001', { at: NOW - 301_000 })).toMatchObject({
    status: 401,
  });
});

test('misbehaves when it is told to', async () => {
  expect(await ask('/orders/100001', {}, 'redirects')).toMatchObject({
    status: 302,
  });
  expect(JSON.stringify((await ask('/orders/100001', {}, 'huge'))?.body).length).toBeGreaterThan(10_000_000);
});

test('takes a card field by field, tells its last four, and refuses what is none', async () => {
  const crm = createCrm({ clock: { now: () => NOW } as never, key: KEY, publicUrl: PUBLIC });
  const give = (field: string, digits: string, signed = digits) => {
    const bodyOf = (what: string) => Buffer.from(JSON.stringify({ interactionId: 'i', field, digits: what }));
    const hash = createHash('sha256').update(bodyOf(signed)).digest('hex');
    const lines = ['contoso', NOW / 1000, 'POST', `${PUBLIC}/cards`, hash];
    const v1 = createHmac('sha256', KEY).update(lines.join('\n')).digest('hex');
    const body = bodyOf(digits);
    return crm.service.routes
      .find(({ path }) => path === '/cards')
      ?.handle({
        ...{ method: 'POST', url: new URL(`${PUBLIC}/cards`), target: '/cards', params: {}, body },
        json: () => JSON.parse(body.toString()) as unknown,
        headers: { 'x-switchboard-tenant': 'contoso', 'x-switchboard-signature': `t=${NOW / 1000},v1=${v1}` },
      });
  };
  expect(await give('cardNumber', '4111111111111111')).toMatchObject({ body: { card: { lastFour: '1111' } } });
  expect(await give('cardNumber', '4111111111111112')).toMatchObject({ status: 422 });
  expect(await give('expiry', '1328')).toMatchObject({ status: 422 });
  expect(await give('code', '123', '124')).toMatchObject({ status: 401 });
  expect(await give('code', '123')).toMatchObject({ status: 200 });
  expect(crm.cards()).toEqual([{ interactionId: 'i', fields: { cardNumber: '4111111111111111', code: '123' } }]);
});
