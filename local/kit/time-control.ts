import type { Clock } from './clock';
import type { Route } from './http';
import type { Work } from './work';

/** A local process that takes part in the one clock. */
export interface Participant {
  readonly clock: Clock;
  readonly work: Work;
  /** Each does what is ready now (polls a feed, flushes a batch) and tells whether that was anything. */
  readonly drains: readonly (() => Promise<boolean>)[];
}

/** What a participant reports; instants in milliseconds since the epoch. */
export interface TimeReport {
  readonly now: number;
  readonly running: number;
  readonly finished: number;
  readonly nextDueAt: number | null;
  /** What is running, by name, for the one who wonders why nothing settles. */
  readonly underWay: readonly string[];
}

/**
 * What a participant is told: an instant to stop at, or a speed at which to follow real time. `hold` moves there without
 * running what is due: all processes are moved first, so that none that runs calls one that is still in the past.
 */
export interface TimeOrder {
  readonly to?: number;
  readonly hold?: boolean;
  readonly speed?: number;
}

export function readTime({ clock, work }: Participant): TimeReport {
  return {
    now: clock.now(),
    running: work.running,
    finished: work.finished,
    nextDueAt: clock.nextDueAt() ?? null,
    underWay: work.underWay.slice(0, 20),
  };
}

/** An instant already passed changes nothing; the present one stops the clock and runs what is due. */
export function setTime({ clock }: Participant, order: TimeOrder): void {
  if (order.to !== undefined && order.to >= clock.now()) {
    if (order.hold) clock.holdAt(order.to);
    else clock.stepTo(order.to);
  }
  if (order.speed !== undefined) clock.follow(order.speed);
}

/** How the process that holds the clock steers the others. Serve these with a `Work` of their own, never the participant's. */
export function timeControlRoutes(participant: Participant): Route[] {
  return [
    { method: 'GET', path: '/_local/time', handle: () => ({ status: 200, body: readTime(participant) }) },
    {
      method: 'POST',
      path: '/_local/time',
      handle: (request) => {
        setTime(participant, request.json() as TimeOrder);
        return { status: 200, body: readTime(participant) };
      },
    },
    {
      method: 'POST',
      path: '/_local/drain',
      handle: async () => ({ status: 200, body: { worked: await drain(participant) } }),
    },
  ];
}

/** Runs every drain once; true when any of them did something. */
export async function drain(participant: Participant): Promise<boolean> {
  let worked = false;
  for (const one of participant.drains) worked = (await one()) || worked;
  return worked;
}
