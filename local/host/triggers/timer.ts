import type { Clock, Scheduled } from '../../kit/clock';
import type { Work } from '../../kit/work';
import type { RunFunction } from '../run-function';
import { resolveSetting } from '../settings';
import type { RegisteredFunction } from '../worker/core-module';
import { json } from '../worker/typed-data';
import { triggerOf } from '../worker/types';
import { parseSchedule, type Schedule } from './ncrontab';
import { inZone, timeZoneOf, type TimeZone } from './time-zone';
import { retryContext, retryDelayMs } from './retry-policy';

/** What is remembered of a timer, so that an occurrence missed while the host was down fires at its start. */
export interface TimerStatus {
  readonly schedule: string;
  readonly lastAt: number;
  readonly nextAt: number;
}

/** Where timers are remembered, and who of several hosts runs one. */
export interface TimerStore {
  /** A timer that a host has got is its until it leaves or dies. */
  acquire(
    name: string,
  ): Promise<{ readonly kind: 'mine'; readonly status: TimerStatus | undefined } | { readonly kind: 'elsewhere' }>;
  keep(name: string, status: TimerStatus): Promise<void>;
}

export interface TimerOptions {
  readonly clock: Clock;
  readonly work: Work;
  readonly timers: TimerStore;
  readonly run: RunFunction;
}

export interface TimerTrigger {
  stop(): void;
}

/** More frequent timers are not monitored (azure-webjobs-sdk-extensions, TimerTriggerAttribute.UseMonitor). */
const LEAST_MONITORED_MS = 60_000;

/** A listener that another host has is asked for again (azure-webjobs-sdk, SingletonOptions.ListenerLockRecoveryPollingInterval). */
const ASK_AGAIN_MS = 60_000;

/**
 * Runs a timer function on the clock. Occurrences are lazy: a long step of the clock runs it once for all that it
 * passed. The next one is awaited only when the last is done, as in Azure.
 */
export async function startTimer(one: RegisteredFunction, options: TimerOptions): Promise<TimerTrigger> {
  const { clock, timers } = options;
  const { name } = one.metadata;
  const { binding } = triggerOf(one.metadata);
  const expression = resolveSetting(String(binding['schedule']));
  const zone = timeZoneOf(process.env);
  const schedule = parseSchedule(expression, zone);
  const isMonitored = binding['useMonitor'] !== false && !isFrequent(schedule, clock.now());
  let scheduled: Scheduled | undefined;
  let isStopped = false;
  let status: TimerStatus | undefined;

  async function begin(): Promise<void> {
    const acquired = await timers.acquire(name);
    if (isStopped) return;
    if (acquired.kind === 'elsewhere') {
      scheduled = clock.after(ASK_AGAIN_MS, () => void begin(), { lazy: true });
      return;
    }
    const stored = isMonitored ? acquired.status : undefined;
    status = stored?.schedule === expression ? stored : undefined;
    const isMissed = status !== undefined && status.nextAt <= clock.now();
    if (isMissed || binding['runOnStartup'] === true) void fire(isMissed);
    else wait();
  }

  function wait(): void {
    if (isStopped) return;
    const next = schedule.nextAfter(clock.now());
    scheduled = clock.at(next, () => void fire(false), { lazy: true });
  }

  async function fire(isPastDue: boolean): Promise<void> {
    const data = json({
      Schedule: { AdjustForDST: true },
      ScheduleStatus: status ? statusBody(status, zone) : null,
      IsPastDue: isPastDue,
    });
    await runWithRetries(one, options, (context) => options.run(one, data, { retryContext: context }));
    const lastAt = clock.now();
    status = { schedule: expression, lastAt, nextAt: schedule.nextAfter(lastAt) };
    if (isMonitored) await timers.keep(name, status);
    wait();
  }

  await begin();
  return {
    stop() {
      isStopped = true;
      scheduled?.cancel();
    },
  };
}

function isFrequent(schedule: Schedule, now: number): boolean {
  const next = schedule.nextAfter(now);
  return schedule.nextAfter(next) - next < LEAST_MONITORED_MS;
}

const statusBody = ({ lastAt, nextAt }: TimerStatus, zone: TimeZone) => ({
  Last: inZone(zone, lastAt),
  LastUpdated: inZone(zone, lastAt),
  Next: inZone(zone, nextAt),
});

/** Attempts are work; the waits between them are not, or a step of the clock would wait for itself. */
async function runWithRetries(
  { metadata }: RegisteredFunction,
  { clock, work }: TimerOptions,
  attempt: (context: ReturnType<typeof retryContext>) => Promise<unknown>,
): Promise<void> {
  const policy = metadata.retryOptions;
  let lastFailure: unknown;
  for (let failures = 0; ;) {
    try {
      const context = retryContext(policy, failures, lastFailure);
      await work.run(() => attempt(context), `timer ${metadata.name}`);
      return;
    } catch (error) {
      lastFailure = error;
      failures += 1;
    }
    const delayMs = retryDelayMs(policy, failures);
    if (delayMs === undefined) return;
    await new Promise<void>((resolve) => clock.after(delayMs, resolve));
  }
}
