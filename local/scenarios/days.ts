import type { Pace, Phase, Scenario } from './scenario';

/** What a phase is unless it says otherwise: everybody is at work, and nothing is broken. */
function phase(minutes: number, customersPerHour: number, over: Partial<Phase> = {}): Phase {
  return {
    ...{ lengthMs: minutes * 60_000, customersPerHour, channels: USUAL, agents: 'all', faults: [] },
    ...over,
  };
}

const USUAL: Phase['channels'] = { voice: 4, chat: 3, sms: 2, email: 1 };
const BY_PHONE: Phase['channels'] = { voice: 7, chat: 2, sms: 1, email: 1 };
const WORKING: Pace = { talkMs: 150_000, writeMs: 25_000 };

/** Customers by the hour of the day, from midnight on. */
const BY_HOUR = [0, 0, 0, 0, 0, 0, 0, 4, 16, 34, 44, 40, 30, 34, 42, 38, 32, 26, 20, 14, 4, 0, 0, 0] as const;

/** Nothing goes out to the carrier: no text, and no call of ours. What the customers send still comes in. */
const CARRIER_IS_DOWN: Phase['faults'] = ['POST /sms', 'POST /calling/callConnections'].map((operation) => ({
  ...{ service: 'Communication Services', operation },
  fault: { kind: 'refuse', status: 503, retryAfterMs: 5_000 },
}));

/** The scenarios of Contoso, by the names under which they are chosen. */
export const SCENARIOS = {
  steady: {
    story: 'A few customers at any time, quick to be served: a page to be followed.',
    ...{ begins: 'now', goesBy: 'choice', pace: { talkMs: 24_000, writeMs: 0 }, mostAtOnce: 3 },
    phases: [phase(Number.POSITIVE_INFINITY, 144, { channels: { voice: 4, chat: 4, sms: 3, email: 1 } })],
  },
  'ordinary-day': {
    story: 'A day from before opening to after closing time, with its quiet and its busy hours.',
    ...{ begins: { weekday: 'any', at: '07:45' }, goesBy: 'timeOfDay', pace: WORKING, mostAtOnce: 30 },
    phases: BY_HOUR.map((customers) => phase(60, customers)),
  },
  'monday-rush': {
    story: 'Who had trouble at the weekend calls on Monday as soon as it opens: the queues fill, and empty by noon.',
    ...{ begins: { weekday: 1, at: '07:55' }, goesBy: 'choice', pace: WORKING, mostAtOnce: 40 },
    phases: [phase(5, 60), phase(75, 150, { channels: BY_PHONE }), phase(60, 80), phase(60, 40)],
  },
  'carrier-outage': {
    story: 'For half an hour no text goes out and no call comes in: customers chat instead, and call when it is over.',
    ...{ begins: { weekday: 'any', at: '10:00' }, goesBy: 'choice', pace: WORKING, mostAtOnce: 30 },
    phases: [
      phase(15, 44),
      phase(30, 44, { channels: { voice: 0, chat: 6, sms: 2, email: 2 }, faults: CARRIER_IS_DOWN }),
      phase(30, 80, { channels: BY_PHONE }),
      phase(45, 44),
    ],
  },
  'understaffed-evening': {
    story: 'Most agents go home at five, the customers do not: who waits too long gives up, or is called back.',
    ...{ begins: { weekday: 'any', at: '16:45' }, goesBy: 'choice', pace: WORKING, mostAtOnce: 30 },
    phases: [
      phase(15, 40),
      phase(60, 48, { agents: ['bianca', 'enrico'] }),
      phase(90, 36, { agents: ['enrico'] }),
      phase(60, 16, { agents: ['enrico'] }),
    ],
  },
} as const satisfies Readonly<Record<string, Scenario>>;

/** What `--scenario` takes. */
export type ScenarioName = keyof typeof SCENARIOS;

export const SCENARIO_NAMES = Object.keys(SCENARIOS) as readonly ScenarioName[];

export const isScenarioName = (name: string): name is ScenarioName => Object.hasOwn(SCENARIOS, name);
