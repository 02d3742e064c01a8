// cspell:ignore deadletterreason
import type { EventSubscription } from './model';
import {
  advance,
  fails,
  HOST,
  HOUR,
  MINUTE,
  NOON,
  openWorkbench,
  queued,
  SECOND,
  settled,
  toFunction,
  type Workbench,
} from './workbench.testsuite';

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench();
});
afterEach(() => bench.close());

describe('retries', () => {
  const attemptTimes = () => bench.grid.recent(1)[0]?.deliveries[0]?.attempts.map(({ at }) => at - NOON);
  const publishOne = () => bench.grid.publish('acs', [queued('r1')]);

  test('a failing subscriber is tried on the documented schedule until a day has passed', async () => {
    await bench.grid.subscribe(toFunction('acs', 'f'));
    fails(bench, HOST, 500);
    await publishOne();
    await advance(bench, 48 * HOUR);
    const waits = [
      0,
      10 * SECOND,
      30 * SECOND,
      MINUTE,
      5 * MINUTE,
      10 * MINUTE,
      30 * MINUTE,
      HOUR,
      3 * HOUR,
      6 * HOUR,
      12 * HOUR,
    ];
    let at = 0;
    expect(attemptTimes()).toEqual(waits.map((wait) => (at += wait)));
    expect(bench.grid.recent(1)[0]?.deliveries[0]?.state).toEqual({ kind: 'dropped', reason: 'TimeToLiveExceeded' });
  });

  test('the delivery count grows, and success ends it', async () => {
    await bench.grid.subscribe(toFunction('acs', 'f'));
    fails(bench, HOST, 500, 429, 200);
    await publishOne();
    await advance(bench, HOUR);
    expect(bench.received.map(({ headers }) => headers['aeg-delivery-count'])).toEqual(['0', '1', '2']);
    expect(bench.grid.recent(1)[0]?.deliveries[0]?.attempts.map(({ outcome }) => outcome)).toEqual([
      'Aborted',
      'Busy',
      'Delivered',
    ]);
  });

  test.each([
    [503, 30 * SECOND],
    [408, 2 * MINUTE],
    [404, 5 * MINUTE],
    [401, 5 * MINUTE],
    [205, 10 * SECOND],
    [302, 10 * SECOND],
  ])('after %i a function is left alone for %i ms', async (status, waitMs) => {
    await bench.grid.subscribe(toFunction('acs', 'f'));
    fails(bench, HOST, status, 200);
    await publishOne();
    await advance(bench, HOUR);
    expect(attemptTimes()).toEqual([0, waitMs]);
  });

  test.each([400, 403, 413])('after %i it is never tried again', async (status) => {
    await bench.grid.subscribe(toFunction('acs', 'f'));
    fails(bench, HOST, status);
    await publishOne();
    await advance(bench, 24 * HOUR);
    expect(attemptTimes()).toEqual([0]);
    expect(bench.grid.recent(1)[0]?.deliveries[0]?.state).toEqual({ kind: 'dropped', reason: 'UndeliverableResponse' });
  });

  test('a subscriber that is not there is tried again', async () => {
    await bench.grid.subscribe(toFunction('acs', 'f'));
    await bench.receiver.close();
    await publishOne();
    await settled(bench);
    expect(bench.grid.recent(1)[0]?.deliveries[0]).toMatchObject({
      attempts: [{ outcome: 'SocketError', status: null }],
      state: { kind: 'due', at: NOON + 10 * SECOND },
    });
  });

  test('attempts and life are as the subscription says', async () => {
    const policy = (maxDeliveryAttempts: number, eventTimeToLiveInMinutes: number) => ({
      retryPolicy: { maxDeliveryAttempts, eventTimeToLiveInMinutes },
    });
    await bench.grid.subscribe(toFunction('acs', 'two', policy(2, 1440)));
    await bench.grid.subscribe(toFunction('acs', 'minute', policy(30, 1)));
    fails(bench, HOST, 500);
    await publishOne();
    await advance(bench, 24 * HOUR);
    const ended = bench.grid
      .recent(1)[0]
      ?.deliveries.map(({ subscription, attempts, state }) => [subscription, attempts.length, state]);
    expect(ended).toEqual([
      ['two', 2, { kind: 'dropped', reason: 'MaxDeliveryAttemptsExceeded' }],
      ['minute', 3, { kind: 'dropped', reason: 'TimeToLiveExceeded' }],
    ]);
  });
});

describe('dead letters', () => {
  const withContainer = (more: Partial<EventSubscription> = {}) =>
    toFunction('acs', 'f', { deadLetterContainer: 'dead', ...more });

  test('what cannot be delivered is written after five minutes, with its reason', async () => {
    await bench.grid.subscribe(withContainer());
    fails(bench, HOST, 400);
    await bench.grid.publish('acs', [queued('d1')]);
    await advance(bench, 5 * MINUTE - 1);
    expect(bench.deadLetters).toEqual([]);
    await advance(bench, 1);
    expect(bench.deadLetters).toHaveLength(1);
    expect(bench.deadLetters[0]?.container).toBe('dead');
    expect(bench.deadLetters[0]?.name).toMatch(/^F\/2026\/10\/5\/12\/[0-9a-f-]{36}\.json$/);
    expect(JSON.parse(bench.deadLetters[0]!.content)).toEqual([
      expect.objectContaining({
        id: 'd1',
        deadLetterReason: 'UndeliverableResponse',
        deliveryAttempts: 1,
        lastDeliveryOutcome: 'BadRequest',
        publishTime: '2026-10-05T12:00:00.000Z',
        lastDeliveryAttemptTime: '2026-10-05T12:00:00.000Z',
      }),
    ]);
  });

  test('CloudEvents spell the reasons in lower case', async () => {
    await bench.grid.subscribe(withContainer({ eventDeliverySchema: 'CloudEventSchemaV1_0' }));
    fails(bench, HOST, 413);
    await bench.grid.publish('acs', [queued('d1')]);
    await advance(bench, 5 * MINUTE);
    expect(JSON.parse(bench.deadLetters[0]!.content)).toEqual([
      expect.objectContaining({ deadletterreason: 'UndeliverableResponse' }),
    ]);
  });

  test('storage that is down is tried for four hours', async () => {
    await bench.grid.subscribe(withContainer());
    fails(bench, HOST, 400);
    bench.storageIsDown = true;
    await bench.grid.publish('acs', [queued('lost')]);
    await bench.grid.publish('acs', [queued('saved')]);
    await advance(bench, 3 * HOUR);
    bench.storageIsDown = false;
    await advance(bench, 5 * MINUTE);
    expect(bench.deadLetters).toHaveLength(2);
    bench.storageIsDown = true;
    await bench.grid.publish('acs', [queued('late')]);
    await advance(bench, 5 * HOUR);
    expect(bench.grid.recent(1)[0]?.deliveries[0]?.state).toEqual({ kind: 'dropped', reason: 'DeadLetterUnavailable' });
  });
});
