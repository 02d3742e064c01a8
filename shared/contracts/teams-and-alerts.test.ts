import { contosoFiles } from '../../tests/contracts/fakes/world';
import { readConfig } from './read-config';

/** Contoso without alerts, with another file beside its own. */
const read = (text: string) =>
  readConfig([
    ...contosoFiles().map(({ name, content }) => ({ file: name, text: content.replace(/^alerts: .*$/m, '') })),
    { file: 'more.yaml', text },
  ]);

function compiled(text: string) {
  const result = read(text);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
const refusals = (text: string) => {
  const result = read(text);
  return result.ok ? [] : result.error.map(({ line, path, message }) => [line, path.join('.'), message]);
};

const TEAM = `
teams:
  - id: front
    name: Front office
    queues: [sales, { queue: support, level: 3 }]
    skills: [{ skill: sales, proficiency: 4 }, { skill: technical, proficiency: 2 }]
    capacity: { units: 60, channels: { chat: { units: 20 } } }
`;
const agent = (id: string, more: string) =>
  `  - { id: ${id}, name: ${id}, entraObjectId: 0c0a5050-0000-4000-8000-0000000000${id === 'ada' ? 'f1' : 'f2'}, ${more} }\n`;

describe('a team', () => {
  test('gives its members queues, skills and capacity', () => {
    const { agents } = compiled(`${TEAM}agents:\n${agent('ada', 'team: front')}`);
    const ada = agents.get('ada');
    expect(ada?.queueIds).toEqual(['sales', 'support']);
    expect(ada?.preferences.get('support')?.level).toBe(3);
    expect([...(ada?.skills ?? [])].sort()).toEqual([
      ['sales', 4],
      ['technical', 2],
    ]);
    expect(ada?.capacity.totalUnits).toBe(60);
  });

  test('is second to what an agent says of themselves', () => {
    const own = 'team: front, queues: [support], skills: [{ skill: technical, proficiency: 9 }]';
    const { agents } = compiled(`${TEAM}agents:\n${agent('ada', own)}`);
    const ada = agents.get('ada');
    expect(ada?.queueIds).toEqual(['support', 'sales']);
    expect(ada?.preferences.has('support')).toBe(false);
    expect(ada?.skills.get('technical')).toBe(9);
    expect(ada?.skills.get('sales')).toBe(4);
  });

  test('is second to the capacity of an agent, and that of the tenant to both', () => {
    const own =
      'capacity: { units: 2, channels: { chat: { units: 1, max: 2 }, voice: { units: 2, exclusive: true } } }';
    const { agents } = compiled(
      `${TEAM}agents:\n${agent('ada', `team: front, ${own}`)}${agent('bob', 'queues: [sales]')}`,
    );
    expect(agents.get('ada')?.capacity).toEqual({
      totalUnits: 2,
      channels: {
        chat: { units: 1, max: 2, exclusive: false },
        voice: { units: 2, max: 1, exclusive: true },
      },
    });
    const usual = compiled(TEAM).agents.get('cameron')?.capacity;
    expect(agents.get('bob')?.capacity).toEqual(usual);
    expect(usual?.totalUnits).not.toBe(2);
  });

  test('is overseen whole', () => {
    const person = 'entraObjectId: 0c0a5050-0000-4000-8000-0000000000e1';
    const { supervisors } = compiled(`${TEAM}supervisors:\n  - { id: zoe, name: Zoe, ${person}, teams: [front] }\n`);
    expect(supervisors.get('zoe')?.queueIds).toEqual(['sales', 'support']);
  });

  test.each([
    ['nobody has', `agents:\n${agent('ada', 'team: back')}`, [2, 'agents.0.team', "there is no team 'back'"]],
    [
      'names a queue that is not there',
      TEAM.replace('[sales,', '[sail,'),
      [5, 'teams.0.queues.0', "there is no queue 'sail'"],
    ],
    [
      'names a skill that is not there',
      TEAM.replace('skill: sales', 'skill: sails'),
      [6, 'teams.0.skills.0.skill', "there is no skill 'sails'"],
    ],
  ])('that %s is refused at its place', (_what, text, at) => {
    expect(refusals(text)).toContainEqual(at);
  });

  test('or queues of their own: an agent without either is refused', () => {
    expect(refusals(`agents:\n${agent('ada', 'skills: []')}`)).toContainEqual([
      2,
      'agents.0.queues',
      'name a queue, or a team that has one',
    ]);
  });
});

describe('alerts', () => {
  test('are the usual ones where nothing is said', () => {
    const { alerts, queues } = compiled('skills: []');
    expect([...alerts.keys()]).toEqual([...queues.keys()]);
    expect(alerts.get('sales')).toEqual({ waiting: 5, waitMs: 120_000, serviceLevel: 0.8 });
  });

  test('are said for all queues, and otherwise for some', () => {
    const { alerts } = compiled(
      'alerts: { waiting: 9, serviceLevel: 70, queues: { sales: { longestWait: 30 s, waiting: 2 } } }',
    );
    expect(alerts.get('support')).toEqual({ waiting: 9, waitMs: 120_000, serviceLevel: 0.7 });
    expect(alerts.get('sales')).toEqual({ waiting: 2, waitMs: 30_000, serviceLevel: 0.7 });
  });

  test('of a queue that is not there are refused at their place', () => {
    expect(refusals('alerts:\n  queues:\n    sail: { waiting: 1 }\n')).toEqual([
      [3, 'alerts.queues.sail', "there is no queue 'sail'"],
    ]);
  });
});
