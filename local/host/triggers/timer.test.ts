import { createClock } from '../../kit/clock';
import { openStore, type Store } from '../../kit/store';
import { createWork } from '../../kit/work';
import type { RunFunction } from '../run-function';
import type { RetryOptions } from '../worker/types';
import { startTimer } from './timer';
import { ownTimers } from './triggers';

const NOON = Date.UTC(2026, 0, 5, 12);
const HOUR = 3_600_000;

let store: Store;
beforeEach(() => {
  store = openStore(':memory:');
});
afterEach(() => store.close());

interface Told {
  readonly IsPastDue: boolean;
}

/** A timer on a stopped clock; `fails` tells of which runs it fails. */
async function timer(
  binding: object,
  {
    startAt = NOON,
    retryOptions,
    fails = () => false,
  }: {
    readonly startAt?: number;
    readonly retryOptions?: RetryOptions;
    readonly fails?: (run: number) => boolean;
  } = {},
) {
  const work = createWork();
  const clock = createClock(work, startAt, () => 0);
  const runs: string[] = [];
  const run: RunFunction = async (_, trigger, beside = {}) => {
    const { IsPastDue } = JSON.parse('json' in trigger ? (trigger.json ?? '') : '') as Told;
    const attempt = beside.retryContext === undefined ? '' : ` retry ${beside.retryContext.retryCount}`;
    runs.push(`${new Date(clock.now()).toISOString().slice(11, 19)} pastDue=${IsPastDue}${attempt}`);
    if (fails(runs.length)) throw new Error('on purpose');
    return { isEmpty: true };
  };
  const metadata = {
    name: 'tick',
    bindings: { timer: { type: 'timerTrigger', direction: 'in' as const, ...binding } },
    ...(retryOptions && { retryOptions }),
  };
  const started = await startTimer(
    { metadata, callback: () => undefined },
    { clock, work, timers: ownTimers(store), run },
  );
  const settle = async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      await work.idle();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  await settle();
  const pass = async (ms: number) => {
    clock.stepTo(clock.now() + ms);
    await settle();
  };
  return { runs, pass, stop: () => started.stop() };
}

test('one that runs at the start of the host does so, and then at its times', async () => {
  const { runs, pass } = await timer({ schedule: '0 30 * * * *', runOnStartup: true });
  expect(runs).toEqual(['12:00:00 pastDue=false']);
  await pass(HOUR / 2);
  expect(runs).toEqual(['12:00:00 pastDue=false', '12:30:00 pastDue=false']);
});

test('another waits for its time', async () => {
  const { runs, pass } = await timer({ schedule: '0 30 * * * *' });
  expect(runs).toEqual([]);
  await pass(HOUR / 2);
  expect(runs).toEqual(['12:30:00 pastDue=false']);
});

test('what was missed while no host ran comes once, past due; not where the timer is not monitored', async () => {
  const schedule = '0 30 * * * *';
  const first = await timer({ schedule });
  await first.pass(HOUR / 2);
  first.stop();
  const later = { startAt: NOON + 3 * HOUR };
  expect((await timer({ schedule, useMonitor: false }, later)).runs).toEqual([]);
  expect((await timer({ schedule }, later)).runs).toEqual(['15:00:00 pastDue=true']);
});

test.each([
  [
    'a fixed delay',
    { maxRetryCount: 2, retryStrategy: 'fixedDelay', delayInterval: { seconds: 10 } },
    ['12:30:00 pastDue=false', '12:30:10 pastDue=false retry 1', '12:30:20 pastDue=false retry 2'],
  ],
  [
    'a growing delay',
    {
      maxRetryCount: 2,
      retryStrategy: 'exponentialBackoff',
      minimumInterval: { seconds: 4 },
      maximumInterval: { seconds: 60 },
    },
    ['12:30:00 pastDue=false', '12:30:04 pastDue=false retry 1', '12:30:12 pastDue=false retry 2'],
  ],
] as const)(
  'with a policy of %s one that fails is run again, and then waits for its next time',
  async (_, retryOptions, expected) => {
    const { runs, pass } = await timer({ schedule: '0 30 * * * *' }, { retryOptions, fails: (run) => run <= 3 });
    await pass(HOUR / 2);
    for (let second = 0; second < 30; second += 1) await pass(1000);
    expect(runs).toEqual(expected);
    await pass(HOUR);
    expect(runs).toHaveLength(expected.length + 1);
  },
);

test('without a policy one that fails is not run again', async () => {
  const { runs, pass } = await timer({ schedule: '0 30 * * * *' }, { fails: () => true });
  await pass(HOUR / 2);
  await pass(HOUR / 2 - 1000);
  expect(runs).toEqual(['12:30:00 pastDue=false']);
});
