import { readConfig } from '../shared/contracts/read-config';
import type { CompiledConfig } from '../shared/core/config/compiled';
import type { Entry } from '../shared/core/routing/entries';
import { CONTOSO, day, filesOf } from '../simulation/replay/recorded-day.testsuite';
import type { Stamp } from './stamp';
import { trafficLines, trafficUnder, yesterdayOf } from './traffic';

const DAY = '2026-10-05';
const NEXT_MORNING = Date.parse('2026-10-06T13:00:00Z');

function configWith(from = '', to = ''): CompiledConfig {
  const files = filesOf(CONTOSO).map(({ name, content }) => ({ file: name, text: content.replace(from, to) }));
  const result = readConfig(files);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** A stamp whose only shard wrote these entries, page by page. */
function stampWith(entries: readonly Entry[]): Stamp {
  const answer = (id: string, query: Readonly<Record<string, string>> | undefined) => {
    if (id === 'getConfigVersion') return { version: 1, files: filesOf(CONTOSO) };
    if (id !== 'readShardJournal') throw new Error(`Nobody asked for ${id}.`);
    const after = Number(query?.['after']);
    return { snapshot: null, entries: entries.slice(after, after + 500) };
  };
  return { ask: async (id, { query }) => (await Promise.resolve(answer(id, query))) as never };
}

const recorded = day(CONTOSO);
const live = configWith();
const ADELE_REPAIRS = configWith(
  'skills: [{ skill: sales, proficiency: 8 }]\n    queues: [sales]',
  'skills: [{ skill: sales, proficiency: 8 }, { skill: technical, proficiency: 3 }]\n    queues: [sales, support]',
);

test('yesterday is the day before on the clocks of the tenant', () => {
  expect(yesterdayOf(live, NEXT_MORNING)).toBe(DAY);
  // Four hours behind: there it is still the fifth.
  expect(yesterdayOf(live, Date.parse('2026-10-06T03:00:00Z'))).toBe('2026-10-04');
});

test('the same files send nobody elsewhere', async () => {
  const traffic = await trafficUnder(stampWith(recorded), { live, next: live, day: DAY });
  expect(traffic).toMatchObject({ kind: 'replayed', day: DAY, wentElsewhere: 0 });
  if (traffic.kind !== 'replayed') return;
  expect(traffic.visits).toBeGreaterThan(250);
  for (const { answered, asaMs } of traffic.queues) {
    expect(answered[0]).toBe(answered[1]);
    expect(asaMs[0]).toBe(asaMs[1]);
  }
});

test('one more pair of hands shows in the queue that gets them', async () => {
  const traffic = await trafficUnder(stampWith(recorded), { live, next: ADELE_REPAIRS, day: DAY });
  if (traffic.kind !== 'replayed') throw new Error(traffic.why);
  expect(traffic.wentElsewhere).toBeGreaterThan(5);
  const support = traffic.queues.find(({ queueId }) => queueId === 'support')!;
  expect(support.answered[1]).toBeGreaterThan(support.answered[0]);
  const [head, ...lines] = trafficLines(traffic);
  expect(head).toBe(
    `${DAY} once more with these files: ${traffic.wentElsewhere} of ${traffic.visits} queue visits would have gone elsewhere.`,
  );
  expect(lines).toContainEqual(
    expect.stringMatching(/^ {4}support: \d+ came, answered \d+ → \d+, mean wait [\d.]+ s → [\d.]+ s$/),
  );
});

test('only the customers of the day are counted, though the journal’s segment begins before it', async () => {
  const traffic = await trafficUnder(stampWith(recorded), { live, next: live, day: '2026-10-06' });
  expect(traffic).toEqual({ kind: 'unknown', day: '2026-10-06', why: 'nobody came into a queue' });
});

test('a journal whose configuration cannot be read any more is told, and the plan goes on', async () => {
  const stamp = stampWith(recorded);
  const broken: Stamp = {
    ask: async (id, request) =>
      id === 'getConfigVersion'
        ? ({ version: 1, files: [{ name: 'queues.yaml', content: 'queue: []' }] } as never)
        : stamp.ask(id, request),
  };
  const traffic = await trafficUnder(broken, { live, next: live, day: DAY });
  expect(traffic).toMatchObject({ kind: 'unknown', why: expect.stringContaining('no such field') });
  expect(trafficLines(traffic)[0]).toMatch(/^Of 2026-10-05 nothing can be said: /);
});
