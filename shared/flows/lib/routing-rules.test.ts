import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CompiledConfig } from '../../core/config/compiled';
import { routingConfigOf } from '../routing/routing-config';
import { formatConfigError, readConfig } from '../../contracts/read-config';

const tenant = readFileSync(join(__dirname, '../../../config/contoso/tenant.yaml'), 'utf8');

const FILES: Readonly<Record<string, string>> = {
  'tenant.yaml': tenant.slice(0, tenant.indexOf('# How conversations')),
  'hours.yaml': `
hours:
  - { id: office, timeZone: Europe/Berlin, weekly: { monday: ['08:00-18:00'] } }
`,
  'agents.yaml': `
agents:
  - { id: ada, name: Ada, entraObjectId: 0c0a5050-0000-4000-8000-0000000000b1, queues: [sales], skills: [{ skill: german, proficiency: 8 }] }
  - { id: bob, name: Bob, entraObjectId: 0c0a5050-0000-4000-8000-0000000000b2, queues: [sales, care] }
`,
};

/** Both queues; of sales also these lines. */
const queues = (ofSales: string, ofCare = ''): string => `
skills:
  - { id: german, name: German }
queues:
  - id: sales
    name: Sales
    channels: { voice: {}, chat: {} }
${ofSales}
  - id: care
    name: Care
    channels: { voice: {}, chat: {}, sms: {} }
${ofCare}
`;

const read = (text: string, others: Readonly<Record<string, string>> = {}) =>
  readConfig(
    Object.entries({ ...FILES, ...others, 'queues.yaml': text }).map(([file, body]) => ({ file, text: body })),
  );

function compiled(ofSales: string): CompiledConfig {
  const result = read(queues(ofSales));
  if (!result.ok) throw new Error(result.error.map(formatConfigError).join('\n'));
  return result.value;
}

function refusals(ofSales: string, ofCare = ''): readonly string[] {
  const result = read(queues(ofSales, ofCare));
  return result.ok ? [] : result.error.map(formatConfigError);
}

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

describe('is refused, with file, field and reason', () => {
  test.each([
    [
      'a typo in an expression',
      "    steps: [{ where: 'german => 5' }]\n    then: wait",
      'queues.yaml:8: queues[0].steps[0].where: character 9: a proficiency from 0 to 10 is missing',
    ],
    [
      'an unknown skill in an expression',
      "    steps: [{ where: 'germn >= 5' }]\n    then: wait",
      "queues.yaml:8: queues[0].steps[0].where: there is no skill 'germn'",
    ],
    [
      'an unknown agent',
      "    steps: [{ where: 'agent in (bob, zoe)' }]\n    then: wait",
      "queues.yaml:8: queues[0].steps[0].where: there is no agent 'zoe'",
    ],
    [
      'an unknown queue',
      '    steps: [{ queues: [nowhere] }]\n    then: wait',
      "queues.yaml:8: queues[0].steps[0].queues[0]: there is no queue 'nowhere'",
    ],
    [
      'a path that ends in nothing',
      '    steps: [{ for: 20 s }, { for: 30 s }]',
      'queues.yaml:5: queues[0].then: the path ends in nothing: sales → steps[0] → steps[1] → then',
    ],
    [
      'a last step that ends although the customer is to wait in it',
      '    steps: [{ for: 20 s }]\n    then: wait',
      "queues.yaml:8: queues[0].steps[0].for: the customer waits on in the last step: leave out its 'for', or say where they go in 'then'",
    ],
    [
      'an end that is never reached',
      '    steps: [{ for: 20 s }, {}]\n    then: leave',
      "queues.yaml:9: queues[0].then: the last step has no end ('for'), so 'then' is never reached: sales → steps[0] → steps[1]",
    ],
    [
      'a step that is never left',
      '    steps: [{}, {}]\n    then: wait',
      'queues.yaml:8: queues[0].steps[0].for: the step has no end, so what follows is never reached: sales → steps[0] → steps[1]',
    ],
    [
      'a ring that nobody can enter',
      "    steps: [{ where: 'german > 8', for: 5 s }, {}]\n    then: wait",
      "queues.yaml:8: queues[0].steps[0]: no agent can ever be offered step 0 of 'sales'",
    ],
    [
      'a rule of choice that there is not',
      '    choose: longestidle',
      'queues.yaml:8: queues[0].choose: Invalid option: expected one of "longestIdle"|"roundRobin"|"leastLoaded"|"bestSkilled"|"fewestContacts"',
    ],
  ])('%s', (_, ofSales, expected) => {
    expect(refusals(ofSales).join('\n')).toContain(expected);
  });

  test('customers who would go round for ever, with the way', () => {
    const overflow = (to: string) => `    overflow: [{ when: { waited: 5 min }, then: { queue: ${to} } }]`;
    expect(refusals('    steps: [{ for: 5 s }]\n    then: { queue: care }', overflow('sales'))).toEqual([
      "queues.yaml:13: queues[1].overflow[0].then.queue: queue 'sales' does not take sms",
      'queues.yaml:13: queues[1].overflow[0].then.queue: customers would go round for ever: care → sales → care',
    ]);
  });

  test('a negative capacity and a zone that does not exist', () => {
    const capacity = read(queues(''), {
      'agents.yaml': `${FILES['agents.yaml']}    capacity: { units: -1, channels: {} }`.replace(
        /- \{ id: bob(.*) \}\n/u,
        '- id: bob\n    name: Bob\n    entraObjectId: 0c0a5050-0000-4000-8000-0000000000b2\n    queues: [sales, care]\n',
      ),
    });
    expect(capacity.ok ? [] : capacity.error.map(formatConfigError)).toEqual([
      'agents.yaml:8: agents[1].capacity.units: Too small: expected number to be >=1',
    ]);
    const zone = read(queues(''), {
      'hours.yaml': "hours: [{ id: office, timeZone: Europe/Berln, weekly: { monday: ['08:00-18:00'] } }]",
    });
    expect(zone.ok ? [] : zone.error.map(formatConfigError)).toEqual([
      'hours.yaml:1: hours[0].timeZone: a time zone is written like Europe/Berlin',
    ]);
  });

  test('a closure at no time of a day, or that ends before it begins', () => {
    const hours = (closure: string) =>
      `hours: [{ id: office, weekly: { monday: ['08:00-18:00'] }, closures: [${closure}] }]`;
    const reasons = (closure: string) => {
      const result = read(queues(''), { 'hours.yaml': hours(closure) });
      return result.ok ? [] : result.error.map(formatConfigError);
    };
    expect(reasons('{ from: 2026-02-30 10:00 }')).toEqual([
      "hours.yaml:1: hours[0].closures[0].from: '2026-02-30 10:00' is no time of a day",
    ]);
    expect(reasons('{ from: 2026-10-05 10:00, until: 2026-10-05 10:00 }')).toEqual([
      "hours.yaml:1: hours[0].closures[0].until: '2026-10-05 10:00' is not after '2026-10-05 10:00'",
    ]);
    expect(reasons('{ from: today }')).toEqual([
      'hours.yaml:1: hours[0].closures[0].from: a time is written like 2026-10-05 14:30',
    ]);
  });

  test('more than a journal entry holds', () => {
    const where = `german >= 1 and (${Array.from({ length: 30 }, (_, n) => `german != ${n % 9}`).join(' or ')})`;
    const [first] = refusals(`    steps: [{ where: '${where}' }]\n    then: wait`);
    expect(first).toMatch(
      /^queues\.yaml:8: queues\[0\]\.steps: its routing takes \d+ bytes of a journal entry, at most 900/u,
    );
  });
});
