import { asks, enqueue, ready, sales, shard } from './given-shard.testsuite';
import { snapshot } from './shard';

const rings = sales({
  steps: [asks('french', 7, 10_000), asks('french', 3, 10_000), asks('french', 2, 30_000)],
  after: { kind: 'leave' },
});

/** What became of a customer when the shard was told the time at these instants. Ada speaks so much French, and looks away. */
function livedBy(instants: readonly number[], french = 4) {
  const given = shard(rings);
  given.tell(0, ready('ada', { skills: { french } }));
  given.tell(0, enqueue('v1'));
  for (const at of instants) given.tell(at, { name: 'tick' });
  const { agents, visits, offers, endedVisits } = snapshot(given.state);
  return { outcomes: given.journal.map(({ outcome }) => outcome.kind), agents, visits, offers, endedVisits };
}

const seconds = Array.from({ length: 90 }, (_, n) => (n + 1) * 1_000);

test('two timers at once come to what one comes to', () => {
  const alone = livedBy(seconds);
  expect(alone.outcomes).toEqual(expect.arrayContaining(['stepEntered', 'offered', 'offerLapsed', 'visitDeparted']));
  expect(livedBy(seconds.flatMap((at) => [at, at]))).toEqual(alone);
});

test('a tick with an old time does nothing', () => {
  expect(livedBy(seconds.flatMap((at) => [at, at - 30_000, 0]))).toEqual(livedBy(seconds));
});

test('after a minute without a timer a customer for whom nobody was there is where the minute has brought them', () => {
  expect(livedBy([60_000], 1)).toEqual(livedBy(seconds, 1));
  expect(livedBy([60_000], 1).outcomes.slice(3)).toEqual(['stepEntered', 'stepEntered', 'visitDeparted']);
});
