import type { Store } from '../kit/store';
import type { WrittenStep } from './hub-tables';

/** Fewer steps than this in a write: nobody else is there to wait for. */
const FEWEST_TO_WAIT_FOR = 8;
/** So long is worked for each time that the disk was waited for. */
const WORK_FOR_A_WRITE = 2;
const LONGEST_WAIT_MS = 20;

/** Writes so far, and whether another is to come. */
export interface Writes {
  readonly ended: number;
  readonly isOpen: boolean;
}

export interface BatchWriter {
  /** Resolves when it is on disk. */
  write(step: WrittenStep): Promise<void>;
  readonly writes: Writes;
}

interface Batch {
  readonly steps: WrittenStep[];
  readonly done: Promise<void>;
}

/**
 * Steps that end in one turn of the event loop share one write. The store would share the transaction anyway, but with a
 * savepoint for each, so that one may fail alone: here a failure ends the process. Where many come by HTTP, a few in each turn,
 * a write waits for as long as the disk took before: a sync for each turn left the disk half of the time.
 */
export function createBatchWriter(
  store: Pick<Store, 'commit'>,
  writeAll: (steps: readonly WrittenStep[]) => void,
  now: () => number,
): BatchWriter {
  let ended = 0;
  let batch: Batch | undefined;
  let last = { steps: 0, tookMs: 0, endedAt: 0 };

  function waitMs(): number {
    if (last.steps < FEWEST_TO_WAIT_FOR) return 0;
    return Math.min(last.endedAt + WORK_FOR_A_WRITE * last.tookMs - now(), LONGEST_WAIT_MS);
  }

  async function writeBatch(steps: readonly WrittenStep[]): Promise<void> {
    const leftMs = waitMs();
    // A shorter one would be a millisecond too.
    if (leftMs >= 1) await new Promise((resolve) => void setTimeout(resolve, leftMs));
    let beganAt = 0;
    await store.commit(() => {
      beganAt = now();
      batch = undefined;
      writeAll(steps);
    });
    ended += 1;
    last = { steps: steps.length, tookMs: now() - beganAt, endedAt: now() };
  }

  function open(): Batch {
    const steps: WrittenStep[] = [];
    return { steps, done: writeBatch(steps) };
  }

  return {
    write(step) {
      batch ??= open();
      batch.steps.push(step);
      return batch.done;
    },
    get writes() {
      return { ended, isOpen: batch !== undefined };
    },
  };
}
