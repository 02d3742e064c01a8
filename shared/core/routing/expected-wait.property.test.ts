import { createShard, expectedWait, submit } from './shard';
import { config, enqueue, ready } from './given-shard.testsuite';
import type { Command } from './commands';

/** Numbers from 0 to 1 that look drawn, the same for the same seed (mulberry32). */
function drawn(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One agent, one at a time, exponential work: what the last visit was told after `seen` departures, and how long it waited. */
function promised(seed: number, seen: number, place: number) {
  const random = drawn(seed);
  const state = createShard('s');
  let told = 0;
  let now = 0;
  const tell = (said: object) =>
    submit(state, {
      command: { commandId: `c${(told += 1)}`, ...said } as Command,
      now,
      config: config(),
      doneActs: [],
    });
  const one = { totalUnits: 1, channels: { chat: { units: 1, max: 1, exclusive: false } } };
  tell(ready('ada', { capacity: one }));
  for (let n = 0; n <= seen + place; n += 1) tell(enqueue(`v${n}`));
  const last = `v${seen + place}`;
  const serve = () => {
    tell(ready('ada', { capacity: one }));
    tell({ name: 'match' });
    const [offerId = ''] = state.offers.keys();
    tell({ name: 'accept', offerId, agentId: 'ada' });
    now += Math.max(1, Math.round(-60_000 * Math.log(1 - random())));
    tell({ name: 'release', assignmentId: offerId, wrapUpMs: null });
  };
  for (let n = 0; n < seen; n += 1) serve();
  tell(ready('ada', { capacity: one }));
  tell({ name: 'match' });
  const wait = expectedWait(state, last);
  const from = now;
  const [first = ''] = state.offers.keys();
  tell({ name: 'accept', offerId: first, agentId: 'ada' });
  now += Math.max(1, Math.round(-60_000 * Math.log(1 - random())));
  tell({ name: 'release', assignmentId: first, wrapUpMs: null });
  for (let n = 1; n < place; n += 1) serve();
  return { wait, waitedMs: now - from };
}

test.each([
  [5, 1],
  [10, 3],
  [30, 1],
  [30, 8],
])('after %d departures the interval of place %d holds eight waits of ten', (seen, place) => {
  const runs = 200;
  let held = 0;
  let below = 0;
  for (let seed = 1; seed <= runs; seed += 1) {
    const { wait, waitedMs } = promised(seed * 7_919, seen, place);
    expect(wait?.position).toBe(place);
    if (wait === undefined) continue;
    if (waitedMs < wait.lowMs) below += 1;
    else if (waitedMs <= wait.highMs) held += 1;
  }
  // Three standard errors of a share of 200 are 8 and 6 hundredths.
  expect(held / runs).toBeGreaterThan(0.72);
  expect(held / runs).toBeLessThan(0.88);
  expect(below / runs).toBeGreaterThan(0.04);
  expect(below / runs).toBeLessThan(0.16);
});

test('nothing is said before three visits have left', () => {
  expect(promised(1, 2, 1).wait).toBeUndefined();
});
