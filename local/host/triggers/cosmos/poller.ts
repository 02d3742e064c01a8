import type { Scheduled } from '../../../kit/clock';
import type { Drain } from '../../../kit/time-control';
import { createBatches, type Batches, type BatchOptions } from './batches';
import type { ChangeFeed, Lease, Leases } from './change-feed';
import { takeTurns } from '../../../kit/turns';
import { createLeaseHolder, type LeaseHolder } from './lease-holder';

export interface PollerOptions extends BatchOptions {
  readonly feed: ChangeFeed;
  /** As the clock's positions of feeds name it. */
  readonly feedName: string;
  readonly leases: Leases;
  /** Who this host is to the leases; the same after a restart, so that it takes its own back at once. */
  readonly owner: string;
  readonly pollDelayMs: number;
  readonly maxItems: number;
}

/** Reads a change feed for one function. */
export interface Poller {
  /** Takes the leases, which fixes where reading starts, and reads from then on. */
  start(): Promise<void>;
  /** Reads what is ready now, a batch of each range; true when the function ran. */
  readonly drain: Drain;
  /** Reads no more, and lets the leases go, as the change feed processor does when it is shut down in order. */
  stop(): Promise<void>;
}

export function createPoller(options: PollerOptions): Poller {
  const { clock, feed } = options;
  const holder = createLeaseHolder(feed, options.leases, options.owner, clock);
  const batches = createBatches(options, () => void poll());
  const inTurn = takeTurns();
  let next: Scheduled | undefined;
  let isStopped = false;
  const end = watchEnd();
  const pollRange = rangePoller(options, holder, batches, end);

  /** One batch of each range. */
  async function pollOnce(): Promise<boolean> {
    let ran = false;
    for (const lease of await holder.mine()) ran = (await pollRange(lease)) || ran;
    return ran;
  }

  const attempt = (step: () => Promise<boolean>) =>
    isStopped ? Promise.resolve(false) : trying(options, holder, step);
  const drain: Drain = (feeds) =>
    inTurn(() => {
      end.tell(feeds[options.feedName]);
      return attempt(pollOnce);
    });

  async function poll(): Promise<void> {
    while (await drain({}));
  }

  function repeat(): void {
    if (isStopped) return;
    // Whoever steps the clock and says where feeds stand drains after each step.
    const isDrained = () => clock.isStepped() && end.isTold();
    next = clock.after(options.pollDelayMs, () => void (isDrained() ? Promise.resolve() : poll()).finally(repeat), {
      lazy: true,
    });
  }

  return {
    async start() {
      await drain({});
      repeat();
    },
    drain,
    async stop() {
      isStopped = true;
      next?.cancel();
      await inTurn(() => holder.release());
    },
  };
}

/** Reads a range and runs the function with what is new; false when nothing was. */
function rangePoller(
  { feed, maxItems }: PollerOptions,
  holder: LeaseHolder,
  batches: Batches,
  end: ReturnType<typeof watchEnd>,
): (lease: Lease) => Promise<boolean> {
  return async (lease) => {
    const pending = batches.pending(lease);
    if (pending === 'waits') return false;
    if (pending === undefined && end.isReachedBy(lease.range)) return false;
    const reached = end.mark(lease.range);
    const page = pending ?? (await feed.read(lease.range, lease.continuation, maxItems));
    const isEmpty = page.documents.length === 0;
    // The clock's positions are those of the local feed, which never gives a page that is short without need.
    if (pending === undefined && page.documents.length < maxItems) reached();
    // A feed read from now on must keep its first position, or it would miss what is written before the next poll.
    const mayGoOn = isEmpty ? lease.continuation === null : await batches.run(lease, page);
    if (mayGoOn) await holder.checkpoint(lease, page.continuation);
    return !isEmpty;
  };
}

/** Where the feed stood by what the last drain was told, and where each range was found to have nothing more. */
function watchEnd() {
  let position: number | undefined;
  const reachedAt = new Map<string, number>();
  return {
    isTold: () => position !== undefined,
    tell: (now: number | undefined) => void (position = now),
    isReachedBy: (range: string) => position !== undefined && reachedAt.get(range) === position,
    /** Before a range is read: what to call when there was nothing. */
    mark(range: string): () => void {
      const from = position;
      return () => void (from !== undefined && reachedAt.set(range, from));
    },
  };
}

/** A database that does not answer is asked again at the next poll. */
async function trying(
  { work, log, name }: PollerOptions,
  holder: { reset(): void },
  step: () => Promise<boolean>,
): Promise<boolean> {
  try {
    return await work.run(step, `change feed poll ${name}`);
  } catch (error) {
    holder.reset();
    log(
      'warning',
      name,
      `The change feed could not be read: ${error instanceof Error ? error.message : String(error)}`,
    );
    return false;
  }
}
