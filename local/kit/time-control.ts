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
}

/** How the process that holds the clock steers the others. Serve these with a `Work` of their own, never the participant's. */
export function timeControlRoutes(participant: Participant): Route[] {
  const report = (): TimeReport => ({
    now: participant.clock.now(),
    running: participant.work.running,
    finished: participant.work.finished,
    nextDueAt: participant.clock.nextDueAt() ?? null,
  });
  return [
    { method: 'GET', path: '/_local/time', handle: () => ({ status: 200, body: report() }) },
    {
      method: 'POST',
      path: '/_local/time',
      handle: (request) => {
        const order = request.json() as { to?: number; speed?: number };
        if (order.to !== undefined && order.to > participant.clock.now()) participant.clock.stepTo(order.to);
        if (order.speed !== undefined) participant.clock.follow(order.speed);
        return { status: 200, body: report() };
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
