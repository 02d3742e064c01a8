import { zoneOffset } from '../../contracts/zone-offset';
import { formatConfigError } from '../../contracts/read-config';
import { FILES, queues, read } from './given-routing.testsuite';

const HOURS = `
hours:
  - { id: office, timeZone: Europe/Berlin, weekly: { monday: ['08:00-18:00'], saturday: ['10:00-14:00'] } }
  - { id: early, timeZone: Europe/Berlin, weekly: { monday: ['07:00-13:00'], saturday: ['09:00-14:00'] } }
  - { id: late, timeZone: Europe/Berlin, weekly: { monday: ['12:30-19:00'] } }
  - { id: tokyo, timeZone: Asia/Tokyo, weekly: { monday: ['15:00-24:00'], tuesday: ['00:00-02:00'], saturday: ['17:00-22:00'] } }
  - { id: nights, timeZone: Europe/Berlin, weekly: { monday: ['20:00-24:00'] } }
`;

const OFFICE = '    hours: office';

/** What is said of a roster: of Ada (sales only, German) and of Bob (sales and care), and of the lines of sales. */
function reported(ofAda: string, ofBob: string, ofSales = OFFICE, more: Readonly<Record<string, string>> = {}) {
  const agents = (FILES['agents.yaml'] ?? '')
    .replace('queues: [sales], skills', `queues: [sales]${ofAda}, skills`)
    .replace('queues: [sales, care] }', `queues: [sales, care]${ofBob} }`);
  const result = read(queues(ofSales, '    hours: nights'), { 'hours.yaml': HOURS, 'agents.yaml': agents, ...more });
  return result.ok ? [] : result.error.map(formatConfigError);
}

const shifts = (ids: string) => `, shifts: [${ids}]`;

describe('a queue that is open', () => {
  test('at an hour at which none of its agents is in a shift is refused, with the first of those hours', () => {
    const bobAtNight = shifts('late, nights');
    expect(reported(shifts('early'), bobAtNight)).toEqual([]);
    expect(reported(shifts('late'), bobAtNight)).toEqual([
      "queues.yaml:8: queues[0].hours: nobody is in a shift for 'sales' on monday from 08:00 to 12:30 (Europe/Berlin), when it is open",
    ]);
    expect(reported(shifts('early'), shifts('nights'))).toEqual([
      "queues.yaml:8: queues[0].hours: nobody is in a shift for 'sales' on monday from 13:00 to 18:00 (Europe/Berlin), when it is open",
    ]);
  });

  test('is not while anybody of it has no shifts: they may be there at any time', () => {
    expect(reported(shifts('early'), '')).toEqual([]);
    expect(reported('', '')).toEqual([]);
  });

  test('is held against those who may have its customers in the last ring', () => {
    const german = `${OFFICE}\n    steps: [{ for: 20 s }, { requirements: [{ skill: german }] }]\n    then: wait`;
    expect(reported(shifts('early'), shifts('late, nights'), german)).toEqual([
      "queues.yaml:8: queues[0].hours: nobody is in a shift for 'sales' on monday from 13:00 to 18:00 (Europe/Berlin), when it is open",
    ]);
    const ruled = `${OFFICE}\n    rules: [{ id: texts, when: channel == 'chat', steps: [{ agents: [ada] }], then: wait }]`;
    expect(reported(shifts('early'), shifts('late, nights'), ruled)[0]).toContain(
      "'sales → texts' on monday from 13:00",
    );
  });

  test('counts those in another zone by the clocks of both, in winter and in summer', () => {
    // 15:00 in Tokyo is 07:00 in Berlin in winter and 08:00 in summer; 02:00 is 18:00, and 19:00 in summer.
    expect(reported(shifts('tokyo'), shifts('nights'))).toEqual([]);
    const later = { 'hours.yaml': HOURS.replace("monday: ['15:00-24:00']", "monday: ['16:00-24:00']") };
    expect(reported(shifts('tokyo'), shifts('nights'), OFFICE, later)).toEqual([
      "queues.yaml:8: queues[0].hours: nobody is in a shift for 'sales' on monday from 08:00 to 09:00 (Europe/Berlin), when it is open",
    ]);
    const [january, july] = ['2026-01-12', '2026-07-13'].map((day) => Date.parse(day));
    const zones = ['Asia/Tokyo', 'Europe/Berlin', 'America/St_Johns', 'UTC'];
    expect(zones.map((zone) => [zoneOffset(zone, january ?? 0), zoneOffset(zone, july ?? 0)])).toEqual([
      [540, 540],
      [60, 120],
      [-210, -150],
      [0, 0],
    ]);
  });

  test('day and night, where nothing says when', () => {
    expect(reported(shifts('early'), shifts('late, nights'), '')).toEqual([
      "queues.yaml:5: queues[0].hours: nobody is in a shift for 'sales' from sunday 19:00 to monday 01:00 (America/New_York), when it is open",
    ]);
  });
});

test('a team has shifts for all of its members; what an agent says stands before it', () => {
  const team = (ofBob: string) => ({
    'teams.yaml': 'teams: [{ id: day, name: Day, queues: [sales, care], shifts: [early] }]',
    'agents.yaml': `
agents:
  - { id: ada, name: Ada, entraObjectId: 0c0a5050-0000-4000-8000-0000000000b1, team: day, skills: [{ skill: german, proficiency: 8 }] }
  - { id: bob, name: Bob, entraObjectId: 0c0a5050-0000-4000-8000-0000000000b2, team: day${ofBob} }
`,
  });
  expect(reported('', '', OFFICE, team(''))).toHaveLength(2);
  expect(reported('', '', OFFICE, team(shifts('late, nights')))).toEqual([]);
});

test('hours that there are not', () => {
  expect(reported(shifts('dawn'), '')).toEqual(["agents.yaml:3: agents[0].shifts[0]: there are no hours 'dawn'"]);
});
