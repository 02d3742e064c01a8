import { formatConfigError } from '../../contracts/read-config';
import { FILES, queues, read, refusals } from './given-routing.testsuite';

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
      'a path of a rule that ends in nothing',
      "    rules: [{ id: texts, when: channel == 'chat', steps: [{ for: 20 s }] }]",
      'queues.yaml:8: queues[0].rules[0].then: the path ends in nothing: sales → texts → steps[0] → then',
    ],
    [
      'a condition that cannot be read',
      "    rules: [{ id: texts, when: channel = 'chat', steps: [{}], then: wait }]",
      "queues.yaml:8: queues[0].rules[0].when: the condition cannot be read: 'channel = 'chat'' has a sign that no expression has",
    ],
    [
      'a condition on what no flow sets',
      "    rules: [{ id: texts, when: chanel == 'chat', steps: [{}], then: wait }]",
      "queues.yaml:8: queues[0].rules[0].when: no flow sets 'chanel'",
    ],
    [
      'two rules of one name',
      "    rules: [{ id: a, when: channel == 'chat', steps: [{}], then: wait }, { id: a, when: 'true', steps: [{}], then: wait }]",
      "queues.yaml:8: queues[0].rules[1].id: 'a' comes twice",
    ],
    [
      'an unknown skill, agent or queue in a step of a rule',
      "    rules: [{ id: a, when: 'true', steps: [{ agents: [zoe], requirements: [{ skill: germn }] }], then: { queue: nowhere } }]",
      "queues.yaml:8: queues[0].rules[0].steps[0].agents[0]: there is no agent 'zoe'",
    ],
    [
      'a ring of a rule that nobody can enter',
      "    rules: [{ id: a, when: 'true', steps: [{ where: 'german > 8', for: 5 s }, {}], then: wait }]",
      "queues.yaml:8: queues[0].rules[0].steps[0]: no agent can ever be offered step 0 of 'sales → a'",
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

  test('customers of a rule who would go round for ever', () => {
    const overflow = '    overflow: [{ when: { waited: 5 min }, then: { queue: sales } }]';
    const rules = "    rules: [{ id: a, when: 'true', steps: [{ for: 5 s }], then: { queue: care } }]";
    expect(refusals(rules, overflow).join('\n')).toContain('customers would go round for ever: care → sales → care');
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
