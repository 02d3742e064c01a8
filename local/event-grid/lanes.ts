import type { Work } from '../kit/work';

interface LanesOptions<T> {
  readonly work: Work;
  /** Requests under way at once in one lane. */
  readonly most: number;
  /** Removes from those that wait what goes together in one request: at least one. */
  readonly take: (waiting: T[]) => T[];
  readonly send: (items: readonly T[]) => Promise<void>;
}

/** Queues by name: each sends several requests beside each other, in no order, and no more than allowed. */
export interface Lanes<T> {
  enqueue(lane: string, item: T): void;
}

interface Lane<T> {
  readonly waiting: T[];
  active: number;
}

export function createLanes<T>({ work, most, take, send }: LanesOptions<T>): Lanes<T> {
  const lanes = new Map<string, Lane<T>>();

  function drain(name: string, lane: Lane<T>): void {
    while (lane.active < most && lane.waiting.length > 0) {
      const items = take(lane.waiting);
      lane.active += 1;
      void work.run(() => sendAndGoOn(name, lane, items), `delivery to ${name}`);
    }
  }

  async function sendAndGoOn(name: string, lane: Lane<T>, items: readonly T[]): Promise<void> {
    try {
      await send(items);
    } finally {
      // Inside the counted work, so that between two deliveries nothing looks settled.
      lane.active -= 1;
      drain(name, lane);
    }
  }

  return {
    enqueue(name, item) {
      const lane = lanes.get(name) ?? { waiting: [], active: 0 };
      lanes.set(name, lane);
      lane.waiting.push(item);
      drain(name, lane);
    },
  };
}
