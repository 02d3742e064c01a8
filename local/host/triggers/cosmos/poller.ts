import type { Clock, Scheduled } from '../../../kit/clock';
import type { Work } from '../../../kit/work';
import type { Log, RetryContext, RetryOptions } from '../../worker/types';
import { retryContext, retryDelayMs } from '../retry-policy';
import type { ChangeFeed, FeedPage, Lease, Leases } from './change-feed';

export interface PollerOptions {
  /** Named in logs. */
  readonly name: string;
  readonly feed: ChangeFeed;
  readonly leases: Leases;
  /** Who this host is to the leases; the same after a restart, so that it takes its own back at once. */
  readonly owner: string;
  readonly clock: Clock;
  readonly work: Work;
  readonly log: Log;
  readonly pollDelayMs: number;
  readonly maxItems: number;
  readonly retryPolicy: RetryOptions | undefined;
  /** Runs the function with a batch. */
  run(documents: readonly unknown[], context: RetryContext | undefined): Promise<unknown>;
}

/** Reads a change feed for one function. */
export interface Poller {
  /** Takes leases and fixes where reading starts; false when the database could not be asked. */
  start(): Promise<boolean>;
  /** Reads what is ready now, a batch of each range; true when the function ran. */
  drain(): Promise<boolean>;
  stop(): void;
}

/** A batch whose run failed and that is to be run again. */
interface Failed {
  readonly page: FeedPage;
  readonly failures: number;
  readonly lastFailure: unknown;
  readonly dueAt: number;
}

/** The change feed processor's default: a lease that is not renewed for so long may be taken by another host. */
const LEASE_LIFETIME_MS = 60_000;
const RENEW_AFTER_MS = 17_000;

export function createPoller(options: PollerOptions): Poller {
  const { clock, work, log, name } = options;
  const failed = new Map<string, Failed>();
  const inTurn = takeTurns();
  let held: Map<string, Lease> | undefined;
  let next: Scheduled | undefined;
  let isStopped = false;

  async function acquireAll(): Promise<Map<string, Lease>> {
    const ranges = await options.feed.ranges();
    let known = await options.leases.list();
    if (known.length === 0) {
      for (const range of ranges) await options.leases.create(range);
      known = await options.leases.list();
    }
    return new Map(known.map((lease) => [lease.range, lease]));
  }

  /** One batch of each range. */
  async function pollOnce(): Promise<boolean> {
    held ??= await acquireAll();
    let ran = false;
    for (const lease of held.values()) {
      const mine = await ensureMine(lease);
      if (mine) ran = (await pollRange(mine)) || ran;
    }
    return ran;
  }

  async function ensureMine(lease: Lease): Promise<Lease | undefined> {
    const age = clock.now() - lease.renewedAt;
    if (lease.owner === options.owner && age < RENEW_AFTER_MS) return lease;
    if (lease.owner !== null && lease.owner !== options.owner && age < LEASE_LIFETIME_MS) {
      // Somebody else's: look again at the next poll.
      held = undefined;
      return undefined;
    }
    return save({ ...lease, owner: options.owner });
  }

  async function save(lease: Lease): Promise<Lease | undefined> {
    const saved = await options.leases.update({ ...lease, renewedAt: clock.now() });
    if (saved) held?.set(saved.range, saved);
    else held = undefined;
    return saved;
  }

  async function pollRange(lease: Lease): Promise<boolean> {
    const again = failed.get(lease.range);
    if (again && again.dueAt > clock.now()) return false;
    const page = again?.page ?? (await options.feed.read(lease.range, lease.continuation, options.maxItems));
    if (page.documents.length === 0) {
      if (lease.continuation === null) await save({ ...lease, continuation: page.continuation });
      return false;
    }
    if (await runBatch(lease.range, page, again)) await save({ ...lease, continuation: page.continuation });
    return true;
  }

  /** True when the feed may go on: after success, and also when the batch is given up, as in Azure. */
  async function runBatch(range: string, page: FeedPage, before: Failed | undefined): Promise<boolean> {
    const failures = before?.failures ?? 0;
    try {
      const context = retryContext(options.retryPolicy, failures, before?.lastFailure);
      await work.run(() => options.run(page.documents, context), `change feed ${name}`);
    } catch (lastFailure) {
      const delayMs = retryDelayMs(options.retryPolicy, failures + 1);
      if (delayMs !== undefined) {
        const dueAt = clock.now() + delayMs;
        failed.set(range, { page, failures: failures + 1, lastFailure, dueAt });
        clock.at(dueAt, () => void poll());
        return false;
      }
      log('warning', name, `A batch of ${page.documents.length} changes was given up after ${failures + 1} attempts.`);
    }
    failed.delete(range);
    return true;
  }

  async function attempt<T>(step: () => Promise<T>, otherwise: T): Promise<T> {
    if (isStopped) return otherwise;
    try {
      return await work.run(step, `change feed poll ${name}`);
    } catch (error) {
      held = undefined;
      log(
        'warning',
        name,
        `The change feed could not be read: ${error instanceof Error ? error.message : String(error)}`,
      );
      return otherwise;
    }
  }

  const drain = () => inTurn(() => attempt(pollOnce, false));

  async function poll(): Promise<void> {
    while (await drain());
  }

  function repeat(): void {
    if (isStopped) return;
    next = clock.after(options.pollDelayMs, () => void poll().finally(repeat), { lazy: true });
  }

  return {
    async start() {
      const isReady = await inTurn(() => attempt(() => fixStart().then(() => true), false));
      repeat();
      return isReady;
    },
    drain,
    stop() {
      isStopped = true;
      next?.cancel();
    },
  };

  /** A feed read from now on must have its position before anything is written that it should give. */
  async function fixStart(): Promise<void> {
    held = await acquireAll();
    for (const lease of held.values()) {
      const mine = await ensureMine(lease);
      if (!mine || mine.continuation !== null) continue;
      const page = await options.feed.read(mine.range, null, options.maxItems);
      if (page.documents.length === 0) await save({ ...mine, continuation: page.continuation });
    }
  }
}

/** Runs jobs one after another, in the order asked. */
function takeTurns(): <T>(job: () => Promise<T>) => Promise<T> {
  let turn: Promise<unknown> = Promise.resolve();
  return (job) => {
    const result = turn.then(job);
    turn = result.catch(() => undefined);
    return result;
  };
}
