import { WebPubSubServiceClient } from '@azure/web-pubsub';
import { WebSocket } from 'ws';
import { openWorkbench, tokens, type Workbench } from '../../local/web-pubsub/workbench.testsuite';
import type { LiveFrame } from '../../shared/contracts/live';
import { agentIdOf, tenantIdOf } from '../../shared/core/lib/ids';
import type { LiveGroup } from '../../shared/ports/live-stream';
import { createWebPubSubStream } from '../../shared/realtime/web-pubsub';
import { listenTo, type Listening, type SocketClass } from '../../web/live/socket';

const agent = (name: string): LiveGroup => ({ kind: 'agent', tenantId: tenantIdOf('t'), agentId: agentIdOf(name) });

let bench: Workbench;
let stream: ReturnType<typeof createWebPubSubStream>;
const open: Listening[] = [];
beforeEach(async () => {
  bench = await openWorkbench();
  stream = createWebPubSubStream({ endpoint: bench.server.url, credential: tokens('good'), clock: bench.clock });
});
afterEach(async () => {
  open.splice(0).forEach((one) => one.close());
  await bench.close();
});

/** A page that listens; what it heard, by number. */
function listen(group: LiveGroup) {
  const heard: LiveFrame[] = [];
  const waiting: (() => void)[] = [];
  let fresh = 0;
  const changed = () => waiting.splice(0).forEach((resolve) => resolve());
  const until = async (isTrue: () => boolean) => {
    while (!isTrue()) await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const listening = listenTo({
    negotiate: async () => (await stream.connect(group)).url,
    onFresh: () => {
      fresh += 1;
      changed();
    },
    onMessage: (data) => {
      heard.push(data as LiveFrame);
      changed();
    },
    timing: { after: (_, run) => void setTimeout(run, 5), random: () => 0 },
    WebSocket: WebSocket as unknown as SocketClass,
  });
  open.push(listening);
  return {
    numbers: () => heard.map(({ n }) => n),
    connected: (times = 1) => until(() => fresh >= times),
    until: (count: number) => until(() => heard.length >= count),
    fresh: () => fresh,
  };
}

test('an agent hears what is published to them, numbered, and nothing else', async () => {
  const [cameron, alex] = [listen(agent('cameron')), listen(agent('alex'))];
  await Promise.all([cameron.connected(), alex.connected()]);
  await Promise.all([1, 2, 3].map(() => stream.publish(agent('cameron'), [{ kind: 'reload' }])));
  await stream.publish(agent('alex'), [{ kind: 'reload' }]);
  await Promise.all([cameron.until(3), alex.until(1)]);
  expect([cameron.numbers(), alex.numbers()]).toEqual([[1, 2, 3], [1]]);
});

test('a broken connection is recovered without a word lost, or begun anew', async () => {
  const desk = listen(agent('cameron'));
  await desk.connected();
  bench.pubSub.breakSockets();
  await stream.publish(agent('cameron'), [{ kind: 'reload' }]);
  await desk.until(1);
  expect(desk.fresh()).toBe(1);
  const service = new WebPubSubServiceClient(bench.server.url, tokens('good'), 'switchboard');
  await service.closeAllConnections();
  await desk.connected(2);
});

test('what is too large for one message goes in parts, or says that there is more to load', async () => {
  const desk = listen(agent('cameron'));
  await desk.connected();
  const text = (length: number) => ({ kind: 'agentState', seq: 1, state: state(length) }) as const;
  await stream.publish(agent('cameron'), [text(200_000), text(200_000), text(300_000)]);
  await desk.until(2);
  expect(desk.numbers()).toEqual([1, 2]);
});

const state = (length: number) =>
  ({
    agentId: 'a',
    name: 'x'.repeat(length),
    tenantId: 't',
    availability: { kind: 'ready' },
    veto: null,
    leaseUntilAt: 1,
  }) as const;

test('a publication that the service did not take leaves a gap in the numbers', async () => {
  const desk = listen(agent('cameron'));
  await desk.connected();
  const credential = { token: 'bad' };
  const unsteady = createWebPubSubStream({
    endpoint: bench.server.url,
    // Never kept: it is over at once.
    credential: { getToken: async () => ({ token: credential.token, expiresOnTimestamp: Date.now() }) },
    clock: bench.clock,
  });
  await expect(unsteady.publish(agent('cameron'), [{ kind: 'reload' }])).rejects.toThrow();
  credential.token = 'good';
  await unsteady.publish(agent('cameron'), [{ kind: 'reload' }]);
  await desk.until(1);
  expect(desk.numbers()).toEqual([2]);
});
