import { routingConfigOf } from '../routing/routing-config';
import { formatConfigError } from '../../contracts/read-config';
import { compiled, FILES, queues, read } from './given-routing.testsuite';

const planOf = (ofSales: string) => compiled(ofSales).queues.get('sales')?.plan;

describe('a queue', () => {
  test('that says nothing of routing has no plan: visits go to the agent who has been idle longest', () => {
    expect(planOf('')).toBeNull();
  });

  test('says who may have a customer, one step after the other', () => {
    const plan = planOf(`
    steps:
      - { for: 20 s, where: 'german >= 7 or agent = bob', skipIf: nobodyReady }
      - { for: 1 min, requirements: [{ skill: german, minimum: 5, for: 10 s }], queues: [sales, care], priority: 1 }
    then: { queue: care }`);
    expect(plan).toMatchObject({
      steps: [
        {
          requirements: [],
          onlyAgentIds: null,
          timeoutMs: 20_000,
          where: {
            kind: 'any',
            of: [
              { kind: 'skill', skillId: 'german', is: '>=', level: 7 },
              { kind: 'agents', agentIds: ['bob'] },
            ],
          },
          skipIf: 'nobodyReady',
        },
        {
          requirements: [{ skillId: 'german', atLeast: 5, forMs: 10_000 }],
          timeoutMs: 60_000,
          queueIds: ['sales', 'care'],
          priority: 1,
        },
      ],
      after: { kind: 'queue', queueId: 'care' },
    });
  });

  test('says how a step orders and chooses', () => {
    const plan = planOf(`
    choose: roundRobin
    steps:
      - { for: 20 s, choose: bestSkilled, headStart: 2 min }
      - {}
    then: wait`);
    expect(plan).toMatchObject({
      choice: 'roundRobin',
      steps: [{ choice: 'bestSkilled', headStartMs: 120_000 }, { requirements: [] }],
    });
    expect(plan?.steps?.[1]).not.toHaveProperty('choice');
  });

  test('has steps of their own for customers of whom a condition holds; the rest is as it says of everybody', () => {
    const sales = compiled(`
    choose: leastLoaded
    overflow: [{ when: { waited: 5 min }, then: leave }]
    rules:
      - { id: texts, when: "channel == 'chat' or language == 'de'", steps: [{ for: 1 min, agents: [bob] }], then: leave }
      - { id: callers, when: channel == 'voice', steps: [{ requirements: [{ skill: german }] }], then: wait }
    steps: [{ for: 20 s, agents: [ada] }, {}]
    then: wait`).queues.get('sales');
    const overflow = [{ when: { kind: 'waited', forMs: 300_000 }, to: { kind: 'leave' } }];
    expect(sales?.rules.map(({ plan }) => plan)).toMatchObject([
      { rule: 'texts', steps: [{ onlyAgentIds: ['bob'] }], after: { kind: 'leave' }, choice: 'leastLoaded', overflow },
      { rule: 'callers', steps: [{ onlyAgentIds: null }], after: null, choice: 'leastLoaded', overflow },
    ]);
    expect(sales?.plan).toMatchObject({ steps: [{ onlyAgentIds: ['ada'] }, {}], after: null });
    expect(sales?.plan).not.toHaveProperty('rule');
    const keys = [sales?.plan, ...(sales?.rules ?? []).map(({ plan }) => plan)].map((plan) => plan?.key);
    expect(new Set(keys).size).toBe(3);
  });

  test('is told after which waits its customers are shown to agents who help out', () => {
    const helper =
      'skills: [{ skill: german, proficiency: 8 }], queues: [care, { queue: sales, level: 2, after: 30 s }]';
    const agents =
      FILES['agents.yaml']?.replace('queues: [sales], skills: [{ skill: german, proficiency: 8 }]', helper) ?? '';
    const result = read(queues(''), { 'agents.yaml': agents });
    if (!result.ok) throw new Error(result.error.map(formatConfigError).join('\n'));
    expect(result.value.queues.get('sales')?.plan).toMatchObject({ delaysMs: [30_000], choice: 'longestIdle' });
    expect(result.value.queues.get('care')?.plan).toBeNull();
    const profile = routingConfigOf(result.value, 'contoso-main', 1).profiles?.get('ada');
    expect(profile?.preferences).toEqual({ sales: { level: 2, afterMs: 30_000 } });
  });

  test('says how agents are chosen, asked, and spared', () => {
    const config = compiled(`
    choose: bestSkilled
    headStart: 5 min
    preferredAgentFor: 30 s
    offers: { to: progressive, atMost: 4, every: 5 s, declineLimit: 3, rest: 15 min, coolDown: { declined: 1 min } }
    wrapUpBlocks: 10 s
    whenChanged: pin
    hours: office
    overflow:
      - { when: closed, then: leave }
      - { when: { expectedWait: 10 min }, then: { queue: care } }`);
    expect(config.queues.get('sales')).toMatchObject({
      plan: {
        choice: 'bestSkilled',
        headStartMs: 300_000,
        preferredForMs: 30_000,
        offering: { kind: 'progressive', atMost: 4, everyMs: 5_000 },
        declineLimit: { times: 3, restMs: 900_000 },
        overflow: [
          { when: { kind: 'closed' }, to: { kind: 'leave' } },
          { when: { kind: 'expectedWait', overMs: 600_000 }, to: { kind: 'queue', queueId: 'care' } },
        ],
      },
      coolDownMs: { declined: 60_000, busy: 30_000, ignored: 30_000, unreachable: 5_000 },
      wrapUpBlocksMs: 10_000,
      whenChanged: 'pin',
    });
    const rules = routingConfigOf(config, 'contoso-main', 3).queues.get('sales');
    // A Monday in Berlin, in summer.
    expect(rules?.opening?.(Date.parse('2026-10-05T06:00:00Z'))).toEqual({
      isOpen: true,
      closesAt: Date.parse('2026-10-05T16:00:00Z'),
    });
    expect(rules?.opening?.(Date.parse('2026-10-05T16:00:00Z'))).toEqual({ isOpen: false, closesAt: null });
  });

  test('closes in an emergency, from the minute and for as long as its hours say', () => {
    const openingWith = (closures: string) => {
      const weekly = "weekly: { monday: ['08:00-18:00'] }";
      const hours = `hours: [{ id: office, timeZone: Europe/Berlin, ${weekly}, closures: [${closures}] }]`;
      const result = read(queues('    hours: office\n    overflow: [{ when: closed, then: leave }]'), {
        'hours.yaml': hours,
      });
      if (!result.ok) throw new Error(result.error.map(formatConfigError).join('\n'));
      const { opening } = routingConfigOf(result.value, 'contoso-main', 3).queues.get('sales') ?? {};
      return (time: string) => opening?.(Date.parse(`2026-10-05T${time}:00+02:00`));
    };
    const fire = openingWith('{ from: 2026-10-05 10:00, reason: Fire alarm }');
    expect(fire('09:59')).toEqual({ isOpen: true, closesAt: Date.parse('2026-10-05T08:00:00Z') });
    expect(fire('10:00')).toEqual({ isOpen: false, closesAt: null });
    expect(fire('17:00')).toEqual({ isOpen: false, closesAt: null });
    const works = openingWith('{ from: 2026-10-05 10:00, until: 2026-10-05 11:30 }');
    expect(works('11:29')?.isOpen).toBe(false);
    expect(works('11:30')).toEqual({ isOpen: true, closesAt: Date.parse('2026-10-05T16:00:00Z') });
  });

  test('has another key when it says something else', () => {
    expect(planOf('    choose: roundRobin')?.key).toBe(planOf('    choose: roundRobin')?.key);
    expect(planOf('    choose: roundRobin')?.key).not.toBe(planOf('    choose: leastLoaded')?.key);
  });
});
