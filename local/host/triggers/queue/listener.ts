import type { Scheduled } from '../../../kit/clock';
import type { Drain } from '../../../kit/time-control';
import type { Work } from '../../../kit/work';
import { takeTurns } from '../../../kit/turns';
import { createBackoff } from './backoff';
import { HIDDEN_MS, processMessage, type ProcessorOptions } from './processor';

export interface ListenerOptions extends ProcessorOptions {
  readonly work: Work;
  readonly random: () => number;
}

/** Takes messages of a queue for one function. */
export interface Listener {
  start(): void;
  /** Takes all that is there and runs the function with it; true when it ran. */
  readonly drain: Drain;
  /** There is something new: need not wait any longer. */
  wake(): void;
  /** Takes no more, and resolves when what runs is done. */
  stop(): Promise<void>;
}

/** After azure-sdk-for-net's QueueListener: batches, the next one as soon as few enough of the last are under way. */
export function createListener(options: ListenerOptions): Listener {
  const { clock, settings } = options;
  const inTurn = takeTurns();
  const backoff = createBackoff(settings.maxPollingIntervalMs, options.random);
  const batches = createBatches(options);
  let next: Scheduled | undefined;
  let isStopped = false;
  let isDrained = false;

  /** True when there was anything. */
  const takeAll = () =>
    inTurn(async () => {
      let found = false;
      while (!isStopped && (await batches.take())) found = true;
      return found;
    });

  function wait(hasFound: boolean): void {
    next?.cancel();
    if (!isStopped) next = clock.after(backoff(hasFound), poll, { lazy: true });
  }

  async function poll(): Promise<void> {
    // Whoever steps the clock drains after each step.
    const isLeftToDrain = isDrained && clock.isStepped();
    wait(isLeftToDrain ? false : await takeAll());
  }

  return {
    start: () => void poll(),
    async drain() {
      isDrained = true;
      const found = await takeAll();
      await batches.done();
      return found;
    },
    wake: () => wait(true),
    async stop() {
      isStopped = true;
      next?.cancel();
      await inTurn(async () => batches.done());
    },
  };
}

function createBatches(options: ListenerOptions) {
  const { queue, settings, work, log, name } = options;
  const underWay = new Set<Promise<void>>();
  let isKnownToExist = false;

  function start(processing: Promise<void>): void {
    const counted = processing
      .catch((error: unknown) =>
        log('error', name, `A message of '${queue.name}' could not be ended: ${String(error)}`),
      )
      .finally(() => underWay.delete(counted));
    underWay.add(counted);
  }

  async function ask() {
    try {
      isKnownToExist ||= await queue.exists();
      return isKnownToExist ? await queue.take(settings.batchSize, HIDDEN_MS) : [];
    } catch (error) {
      isKnownToExist = false;
      log('warning', name, `The queue '${queue.name}' could not be read: ${String(error)}`);
      return [];
    }
  }

  return {
    /** One batch; false when there was nothing, or nobody answers. */
    take: () =>
      work.run(async () => {
        const messages = await ask();
        for (const message of messages)
          start(work.run(() => processMessage(options, message), `queue ${queue.name} ${name}`));
        while (underWay.size > settings.newBatchThreshold) await Promise.race(underWay);
        return messages.length > 0;
      }, `queue poll ${name}`),
    done: async () => void (await Promise.all(underWay)),
  };
}
