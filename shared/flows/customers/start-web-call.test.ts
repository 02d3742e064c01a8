import { createWorld, TENANT, type World } from '../../../tests/contracts/fakes/world';
import { receiveCall } from '../inbound/receive-call';
import { startWebCall } from './start-web-call';

const KEY = '3f1d8a52-6c3e-4d7f-9b55-2f6a0b1c2d3e';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
const start = (over: object = {}, from: string | null = '203.0.113.1') =>
  startWebCall(world.deps, { tenantId: TENANT, entryPoint: 'reception-number', key: KEY, ...over }, from);

test('a page gets a token and whom to call, and what it calls is an incoming call of that entry point', async () => {
  const { callee, token } = await start();
  expect(token).toBe('voip token');
  const received = await receiveCall(world.deps, {
    ...{ from: '8:acs:browser', callerName: 'Ada', to: callee, trunk: null, headers: [], callId: 'call-1' },
    ...{ incomingCallContext: 'context', raisedAt: world.deps.clock.now() },
  });
  if (received.kind !== 'opened') throw new Error(received.kind);
  const stored = await world.deps.interactions.load(received.ref);
  expect(stored?.interaction.facts).toMatchObject({
    ...{ ourAddress: '+14255550102', flowId: 'reception', customerAddress: '8:acs:browser', customerName: 'Ada' },
  });
});

test.each(['main-number', 'own-chat', 'nothing'])('%s is not called by pages', async (entryPoint) => {
  await expect(start({ entryPoint })).rejects.toMatchObject({ code: 'notFound' });
});

test('a flood of calls ends by visitor and by address', async () => {
  for (let n = 0; n < 5; n += 1) await start({}, null);
  await expect(start({}, null)).rejects.toMatchObject({ code: 'tooMany' });
  for (let n = 0; n < 20; n += 1) await start({ key: `visitor ${n}` }, '198.51.100.1');
  await expect(start({ key: 'one more' }, '198.51.100.1')).rejects.toMatchObject({ code: 'tooMany' });
});
