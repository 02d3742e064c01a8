import type { Clock } from './clock';
import type { Route } from './http';
import type { Work } from './work';

/** How far each feed has got that others read, by name: what has not moved need not be read again. */
export type FeedPositions = Readonly<Record<string, number>>;

/** Does what is ready now (polls a feed, flushes a batch) and tells whether that was anything. */
export type Drain = (feeds: FeedPositions) => Promise<boolean>;

/** A local process that takes part in the one clock. */
export interface Participant {
  readonly clock: Clock;
  readonly work: Work;
  readonly drains: readonly Drain[];
  /** Of the feeds that this process holds. */
  readonly feeds?: () => FeedPositions;
}

/** What a participant reports; instants in milliseconds since the epoch. */
export interface TimeReport {
  readonly now: number;
  readonly running: number;
  readonly finished: number;
  readonly nextDueAt: number | null;
  /** What is running, by name, for the one who wonders why nothing settles. */
  readonly underWay: readonly string[];
  readonly feeds: FeedPositions;
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

/** What a participant reports now, whatever is under way. */
export function readTime({ clock, work, feeds }: Participant): TimeReport {
  return {
    now: clock.now(),
    running: work.running,
    finished: work.finished,
    nextDueAt: clock.nextDueAt() ?? null,
    underWay: work.underWay.slice(0, 20),
    feeds: feeds?.() ?? {},
  };
}

/** Whoever waits for an end of the work is told at last how it stands. */
const LONGEST_WAIT_MS = 25;

/** Reads the time once nothing is under way, or after a while what still is. */
export async function readIdleTime(participant: Participant): Promise<TimeReport> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => (timer = setTimeout(resolve, LONGEST_WAIT_MS)));
  await Promise.race([participant.work.idle(), late]);
  clearTimeout(timer);
  return readTime(participant);
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
      method: 'GET',
      path: '/_local/time/idle',
      handle: async () => ({ status: 200, body: await readIdleTime(participant) }),
    },
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
      handle: async (request) => {
        const { feeds } = request.json() as { feeds: FeedPositions };
        return { status: 200, body: { worked: await drain(participant, feeds) } };
      },
    },
  ];
}

/** Runs every drain once; true when any of them did something. */
export async function drain(participant: Participant, feeds: FeedPositions): Promise<boolean> {
  let worked = false;
  for (const one of participant.drains) worked = (await one(feeds)) || worked;
  return worked;
}
