import { alertsOf, sumOf, trendOf } from './figures';

const ALERT_AT = { waiting: 5, waitMs: 120_000, serviceLevel: 0.8 };

const row = (offered: number, within: number, outcomes: Record<string, number> = {}) => ({
  offered,
  outcomes,
  answeredWithinTarget: within,
  waitMs: 0,
  longestWaitMs: 0,
  serviceLevel: null,
});
const interval = (startAt: number, queues: Record<string, ReturnType<typeof row>>) => ({
  ...{ startAt, queues },
  arrived: {},
  closed: {},
  agents: {},
});
const QUARTER = 900_000;

test('the service level leaves short abandons out, over channels and intervals', () => {
  const rows = [row(6, 3, { answered: 5, shortAbandoned: 1 }), row(5, 4, { answered: 4, abandoned: 1 })];
  expect(sumOf(rows)).toEqual({ offered: 11, answered: 9, abandoned: 1, serviceLevel: 0.7 });
  expect(sumOf([]).serviceLevel).toBeNull();
});

test('the trend has a point for every quarter, also for those in which nothing happened', () => {
  const intervals = [interval(0, { 'sales|chat': row(2, 2), 'support|chat': row(9, 0) }), interval(2 * QUARTER, {})];
  const points = trendOf(intervals, 'sales', 2 * QUARTER + 5, { count: 3, lengthMs: QUARTER });
  expect(points.map(({ startAt, sum }) => [startAt, sum.offered])).toEqual([
    [0, 2],
    [QUARTER, 0],
    [2 * QUARTER, 0],
  ]);
});

test('each threshold that is not kept is an alert', () => {
  const queue = {
    queueId: 'sales',
    name: 'Sales',
    targetMs: {},
    waiting: 6,
    longestWaitMs: 121_000,
    alertAt: ALERT_AT,
  };
  const agent = { agentId: 'adele', name: 'Adele', queueIds: ['sales'], veto: null, holding: {}, offers: 0 };
  const floor = {
    ...{ at: 0, open: {}, parked: 0, queues: [queue, { ...queue, queueId: 'quiet', waiting: 0, longestWaitMs: 0 }] },
    agents: [{ ...agent, availability: { kind: 'notResponding' } as const }],
  };
  const kinds = (given: typeof floor) =>
    alertsOf(given, [interval(0, { 'sales|chat': row(4, 1) })], null).map(({ kind }) => kind);
  expect(kinds(floor)).toEqual(['nobody', 'wait', 'waiting', 'level', 'silent']);
  const ready = { ...floor, agents: [{ ...agent, availability: { kind: 'ready' } as never }] };
  expect(kinds(ready)).toEqual(['wait', 'waiting', 'level']);
  // What the configuration says of the queue, unless the supervisor has thresholds of their own.
  const lenient = { waiting: 6, waitMs: 130_000, serviceLevel: 0.2 };
  const asConfigured = { ...ready, queues: [{ ...queue, alertAt: lenient }] };
  expect(kinds(asConfigured)).toEqual([]);
  const intervals = [interval(0, { 'sales|chat': row(4, 1) })];
  expect(alertsOf(asConfigured, intervals, ALERT_AT).map(({ kind }) => kind)).toEqual(['wait', 'waiting', 'level']);
});

describe('an agent whom offers do not reach', () => {
  const agent = { agentId: 'adele', name: 'Adele', queueIds: ['sales'], veto: null, holding: {}, offers: 0 };
  const floor = (kind: 'ready' | 'signedOut', at: number) => ({
    ...{ at, open: {}, parked: 0, queues: [] },
    agents: [{ ...agent, availability: { kind } }],
  });
  const figures = { offers: 1, offerEnds: { unreachable: 1 }, handled: 0, talkMs: 0, holdMs: 0, wrapUpMs: 0 };
  const intervals = [{ ...interval(0, {}), agents: { adele: figures } }];
  const alerts = (...now: Parameters<typeof floor>) => alertsOf(floor(...now), intervals, null);

  test('is an alert, until half an hour has passed or they are gone', () => {
    expect(alerts('ready', 2 * QUARTER - 1)).toEqual([{ kind: 'unreachable', agentId: 'adele', agent: 'Adele' }]);
    expect(alerts('ready', 2 * QUARTER)).toEqual([]);
    expect(alerts('signedOut', 1)).toEqual([]);
  });
});

test('customers wait for nobody where Teams keeps offers from all who are Ready', () => {
  const queue = { queueId: 'sales', name: 'Sales', targetMs: {}, waiting: 1, longestWaitMs: 1, alertAt: ALERT_AT };
  const agent = { agentId: 'adele', name: 'Adele', queueIds: ['sales'], holding: {}, offers: 0 };
  const floor = (veto: 'inACall' | null) => ({
    ...{ at: 0, open: {}, parked: 0, queues: [queue] },
    agents: [{ ...agent, veto, availability: { kind: 'ready' as const } }],
  });
  const kinds = (veto: 'inACall' | null) => alertsOf(floor(veto), [], null).map(({ kind }) => kind);
  expect([kinds('inACall'), kinds(null)]).toEqual([['nobody'], []]);
});
