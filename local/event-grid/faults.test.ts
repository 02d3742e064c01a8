import { UNDISTURBED } from './faults';
import {
  advance,
  idsReceived,
  MINUTE,
  openWorkbench,
  queued,
  SECOND,
  settled,
  toFunction,
  type Workbench,
} from './workbench.testsuite';

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench();
});
afterEach(() => bench.close());

describe('faults', () => {
  beforeEach(() => bench.grid.subscribe(toFunction('acs', 'f')));

  test('in silence nothing is delivered, afterwards everything', async () => {
    bench.grid.silence(MINUTE);
    await bench.grid.publish('acs', [queued('s1')]);
    await advance(bench, MINUTE - 1);
    expect(bench.received).toEqual([]);
    await advance(bench, 1);
    expect(idsReceived(bench)).toEqual(['s1']);
  });

  test('an event is delivered again on demand, and that counts as no attempt', async () => {
    await bench.grid.publish('acs', [queued('a'), queued('b')]);
    await settled(bench);
    expect(bench.grid.repeat('a')).toBe(1);
    await settled(bench);
    expect(idsReceived(bench).sort()).toEqual(['a', 'a', 'b']);
    expect(bench.grid.recent(2)[1]?.deliveries[0]).toMatchObject({
      state: { kind: 'delivered' },
      attempts: [{ repeat: false }, { repeat: true }],
    });
    expect(bench.grid.repeat('a', 'another')).toBe(0);
  });

  test('disturbed, events come late, twice and overtaken', async () => {
    bench.grid.disturb({ delayMs: { least: 100, most: 300 }, reorderShare: 0, repeatShare: 1 });
    await bench.grid.publish('acs', [queued('late')]);
    await advance(bench, 199);
    expect(bench.received).toEqual([]);
    await advance(bench, 1);
    expect(idsReceived(bench)).toEqual(['late', 'late']);
    bench.received = [];
    bench.grid.disturb({ delayMs: { least: 0, most: 0 }, reorderShare: 0.6, repeatShare: 0 });
    await bench.grid.publish('acs', [queued('first')]);
    bench.grid.disturb(UNDISTURBED);
    await bench.grid.publish('acs', [queued('second')]);
    await advance(bench, SECOND);
    expect(idsReceived(bench)).toEqual(['second', 'first']);
  });

  test('the console sees events, repeats one and turns the switches', async () => {
    await bench.grid.publish('acs', [queued('c1')]);
    await settled(bench);
    const call = async (method: string, path: string, body = '') => {
      const answer = await bench.post({ method, url: `${bench.server.url}/_local${path}`, headers: {}, body });
      return { status: answer.status, body: JSON.parse(answer.body) as unknown };
    };
    expect((await call('GET', '/events?limit=5')).body).toMatchObject({
      events: [
        { topic: 'acs', event: { id: 'c1' }, deliveries: [{ subscription: 'f', state: { kind: 'delivered' } }] },
      ],
    });
    expect((await call('GET', '/subscriptions')).body).toMatchObject({
      subscriptions: [{ subscription: { name: 'f' } }],
    });
    expect((await call('POST', '/events/c1/repeat')).body).toEqual({ repeated: 1 });
    expect((await call('POST', '/events/unknown/repeat')).status).toBe(404);
    expect((await call('POST', '/events/silence', '{"forMs":1000}')).status).toBe(200);
    expect((await call('POST', '/events/silence', '{"forMs":"long"}')).status).toBe(400);
    expect((await call('POST', '/events/disturb', '{"delayMs":{"least":0}}')).status).toBe(400);
    await settled(bench);
    expect(idsReceived(bench)).toEqual(['c1', 'c1']);
  });
});
