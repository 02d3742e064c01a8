import { createRandom } from '../kit/faults';
import { readLocalOptions } from '../options';
import type { SCENARIOS } from './days';
import { SCENARIO_NAMES } from './days';
import { createProgramme } from './programme';
import { channelOf, gapMs, stretchAt, type Phase, type Scenario } from './scenario';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const phase = (lengthMs: number, over: Partial<Phase> = {}): Phase => ({
  ...{ lengthMs, customersPerHour: 60, agents: 'all', faults: [] },
  ...{ channels: { voice: 1, chat: 1, sms: 0, email: 2 } },
  ...over,
});
const scenario = (goesBy: Scenario['goesBy'], ...phases: Phase[]): Scenario => ({
  ...{ story: 'A test.', begins: 'now', goesBy, pace: { talkMs: 0, writeMs: 0 }, mostAtOnce: 5 },
  phases,
});

describe('the phases of a scenario', () => {
  const [one, two] = [phase(HOUR), phase(2 * HOUR)];

  test('follow one another, and those of a choice come to an end', () => {
    const chosen = scenario('choice', one, two);
    expect(stretchAt(chosen, 0)).toEqual({ phase: one, index: 0, leftMs: HOUR });
    expect(stretchAt(chosen, HOUR)).toEqual({ phase: two, index: 1, leftMs: 2 * HOUR });
    expect(stretchAt(chosen, 3 * HOUR - 1)).toEqual({ phase: two, index: 1, leftMs: 1 });
    expect(stretchAt(chosen, 3 * HOUR)).toBeNull();
  });

  test('of a day begin again', () => {
    expect(stretchAt(scenario('timeOfDay', one, two), 3 * HOUR)).toEqual({ phase: one, index: 0, leftMs: HOUR });
  });
});

describe('customers', () => {
  test('come as often as the phase says, and rarely while it is closed', () => {
    const random = createRandom(3);
    const gaps = Array.from({ length: 5_000 }, () => gapMs(phase(HOUR), true, random()));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    expect(mean / MINUTE).toBeGreaterThan(0.95);
    expect(mean / MINUTE).toBeLessThan(1.05);
    expect(gapMs(phase(HOUR), false, 0.5)).toBeCloseTo(20 * gapMs(phase(HOUR), true, 0.5));
    expect(gapMs(phase(HOUR, { customersPerHour: 0 }), true, 0.5)).toBe(Number.POSITIVE_INFINITY);
  });

  test('choose their way by weight', () => {
    const ways = [0, 0.24, 0.25, 0.49, 0.5, 0.99].map((chance) => channelOf(phase(HOUR), chance));
    expect(ways).toEqual(['voice', 'voice', 'chat', 'chat', 'email', 'email']);
  });
});

describe('the programme', () => {
  const midnight = Date.parse('2026-10-05T04:00:00Z');
  const opening = { isOpen: () => true, startOfDay: () => midnight };
  function play(first: keyof typeof SCENARIOS, at: number) {
    let now = at;
    const programme = createProgramme({ first, opening, now: () => now, random: createRandom(1) });
    return {
      programme,
      /** Customers and beginnings until `length` is over, in steps of two seconds. */
      pass(lengthMs: number) {
        const seen = { comers: 0, began: [] as string[] };
        for (const until = now + lengthMs; now < until; now += 2_000) {
          const { comers, began } = programme.goOn();
          seen.comers += comers.length;
          if (began !== null) seen.began.push(`${programme.name()} ${began.index}`);
        }
        return seen;
      },
    };
  }

  test('an ordinary day goes by the hours of the day', () => {
    const { pass } = play('ordinary-day', midnight + 7.75 * HOUR);
    const { comers, began } = pass(24 * HOUR);
    expect(began).toHaveLength(25);
    expect(began.slice(0, 2)).toEqual(['ordinary-day 7', 'ordinary-day 8']);
    expect(comers).toBeGreaterThan(300);
    expect(comers).toBeLessThan(460);
  });

  test('a carrier outage breaks texts for half an hour, and an ordinary day follows it', () => {
    const { programme, pass } = play('carrier-outage', midnight + 10 * HOUR);
    pass(16 * MINUTE);
    expect(programme.phase().faults.map(({ operation }) => operation)).toContain('POST /sms');
    expect(pass(30 * MINUTE).began).toEqual(['carrier-outage 2']);
    expect(programme.phase().faults).toEqual([]);
    expect(pass(2 * HOUR).began).toEqual(['carrier-outage 3', 'ordinary-day 12']);
  });

  test('a choice begins at once, with its first phase', () => {
    const { programme, pass } = play('understaffed-evening', midnight + 12 * HOUR);
    pass(16 * MINUTE);
    expect(programme.phase().agents).toEqual(['bianca', 'enrico']);
    programme.play('monday-rush');
    expect(programme.phase().agents).toBe('all');
    expect(pass(6 * MINUTE).began).toEqual(['monday-rush 0', 'monday-rush 1']);
  });
});

describe('the choice on the command line', () => {
  test.each(SCENARIO_NAMES)('%s is taken', (name) => {
    expect(readLocalOptions(['--scenario', name], '/app')).toMatchObject({ scenario: name });
  });

  test('without one the clock decides: steady, or a whole day where it runs fast', () => {
    expect(readLocalOptions([], '/app')).toMatchObject({ scenario: 'steady' });
    expect(readLocalOptions(['--speed', '60'], '/app')).toMatchObject({ scenario: 'ordinary-day' });
  });

  test('another name is refused with the list', () => {
    expect(() => readLocalOptions(['--scenario', 'sunday'], '/app')).toThrow(
      '--scenario wants one of steady, ordinary-day, monday-rush, carrier-outage, understaffed-evening, not sunday',
    );
  });
});
