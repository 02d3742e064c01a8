import type { Clock } from '../../../kit/clock';
import type { Work } from '../../../kit/work';
import type { Log, RetryContext, RetryOptions } from '../../worker/types';
import { retryContext, retryDelayMs } from '../retry-policy';
import type { FeedPage, Lease } from './change-feed';

export interface BatchOptions {
  /** Named in logs. */
  readonly name: string;
  readonly clock: Clock;
  readonly work: Work;
  readonly log: Log;
  readonly retryPolicy: RetryOptions | undefined;
  /** Runs the function with a batch. */
  run(documents: readonly unknown[], context: RetryContext | undefined): Promise<unknown>;
}

/** Runs batches of a feed, and keeps those that failed until it is their turn again. */
export interface Batches {
  /** What is to be done with a range now: a batch again, wait for its turn, or read on. */
  pending(lease: Lease): FeedPage | 'waits' | undefined;
  /** True when the feed may go on: after success, and also when the batch is given up, as in Azure. */
  run(lease: Lease, page: FeedPage): Promise<boolean>;
}

interface Failed {
  /** Where the range stood: another host may have read on meanwhile. */
  readonly continuation: string | null;
  readonly page: FeedPage;
  readonly failures: number;
  readonly lastFailure: unknown;
  readonly dueAt: number;
}

/** `onDue` is called when a failed batch is to be run again; the wait itself is no work. */
export function createBatches(options: BatchOptions, onDue: () => void): Batches {
  const { name, clock, work, retryPolicy } = options;
  const failed = new Map<string, Failed>();

  /** False when the policy allows no more. */
  function postpone({ range, continuation }: Lease, page: FeedPage, failures: number, lastFailure: unknown): boolean {
    const delayMs = retryDelayMs(retryPolicy, failures);
    if (delayMs === undefined) {
      options.log('warning', name, `A batch of ${page.documents.length} changes was given up (failures: ${failures}).`);
      return false;
    }
    const dueAt = clock.now() + delayMs;
    failed.set(range, { continuation, page, failures, lastFailure, dueAt });
    clock.at(dueAt, onDue);
    return true;
  }

  return {
    pending({ range, continuation }) {
      const again = failed.get(range);
      if (again && again.continuation !== continuation) {
        failed.delete(range);
        return undefined;
      }
      return again && again.dueAt > clock.now() ? 'waits' : again?.page;
    },
    async run(lease, page) {
      const { failures = 0, lastFailure } = failed.get(lease.range) ?? {};
      failed.delete(lease.range);
      try {
        const context = retryContext(retryPolicy, failures, lastFailure);
        await work.run(() => options.run(page.documents, context), `change feed ${name}`);
        return true;
      } catch (error) {
        return !postpone(lease, page, failures + 1, error);
      }
    },
  };
}
