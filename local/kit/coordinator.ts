import { createPost, type Post } from './post';
import { earliestDueAt, NotSettled, readAll, settleMembers, type Member } from './settle';
import { drain, readIdleTime, readTime, setTime } from './time-control';
import type { Participant, TimeOrder, TimeReport } from './time-control';
import { takeTurns } from './turns';

/** Another process in the one clock, steered through its {@link timeControlRoutes}. */
export interface RemoteParticipant {
  /** Named in errors. */
  readonly name: string;
  /** Base URL that serves `/_local/time` and `/_local/drain`. */
  readonly url: string;
}

export interface CoordinatorOptions {
  readonly participants: readonly (RemoteParticipant | Member)[];
  /** The process that holds the clock. */
  readonly self: Participant;
  readonly post?: Post;
  /** Real time within which everything must settle. */
  readonly patienceMs?: number;
}

/** Where a step goes: by a length, or to an instant (milliseconds since the epoch). */
export type Advance = ({ readonly byMs: number } | { readonly to: number }) & {
  /** Recurring work that never stops the clock itself gets a turn at least this often: rarely, and a quiet hour is quick. */
  readonly turnEveryMs?: number;
};

/** Holds the one clock of several processes. Its calls run one after another. */
export interface Coordinator {
  /**
   * Moves every clock to the target, stopping wherever something is due, until nothing due by then is left.
   * A clock that followed real time goes on following it afterwards.
   */
  advance(target: Advance): Promise<{ now: number; stops: number }>;
  /** Waits until nothing runs anywhere, no feed has anything to give and nothing is due. */
  settle(): Promise<{ now: number }>;
  /** Lets every clock follow real time, `speed` times as fast; 0 stops them. */
  follow(speed: number): Promise<void>;
  /** How fast the clocks follow real time; 0 while they are stepped. */
  speed(): number;
}

/** Recurring work that never stops the clock itself still gets a turn at least this often. */
const FINEST_RESOLUTION_MS = 1000;
const MOST_IDLE_STOPS_PER_ADVANCE = 120;

export function createCoordinator(options: CoordinatorOptions): Coordinator {
  const { self, post = createPost(), patienceMs = 30_000 } = options;
  const others = options.participants.map((one) => ('url' in one ? remoteMember(one, post) : one));
  const members = [...others, localMember(self)];
  let speed = 0;
  const inTurn = takeTurns();

  /** Others first: the process that the others call must not run ahead of them. */
  async function setAll(order: TimeOrder): Promise<void> {
    await setEach(others, order);
    setTime(self, order);
  }

  async function stepAll(to: number): Promise<void> {
    await setEach(members, { to, hold: true });
    await setAll({ to });
  }

  async function followAt(wanted: number): Promise<void> {
    try {
      // Clocks that ran by themselves, as that of a process that has just started, are set to one instant first.
      await stepAll(latest(await readAll(members)));
      await setAll({ speed: wanted });
    } catch (error) {
      await goOn(members, speed);
      throw error;
    }
    speed = wanted;
  }

  const settleAll = () => settleMembers(members, patienceMs, speed === 0 ? setAll : undefined);

  async function advance(target: Advance): Promise<{ now: number; stops: number }> {
    const followed = speed;
    speed = 0;
    try {
      await stepAll(latest(await readAll(members)));
      return await stepThrough(target, stepAll, settleAll);
    } finally {
      speed = followed;
      await setAll({ speed });
    }
  }

  return {
    advance: (target) => inTurn(() => advance(target)),
    settle: () => inTurn(async () => ({ now: latest(await settleAll()) })),
    follow: (wanted) => inTurn(() => followAt(wanted)),
    speed: () => speed,
  };
}

async function stepThrough(
  target: Advance,
  stepAll: (to: number) => Promise<void>,
  settleAll: () => Promise<readonly TimeReport[]>,
): Promise<{ now: number; stops: number }> {
  let reports = await settleAll();
  let now = latest(reports);
  const to = endOf(target, now);
  const resolutionMs = resolutionOf(target, to - now);
  let stops = 0;
  for (; now < to; stops += 1) {
    now = Math.min(earliestDueAt(reports), to, now + resolutionMs);
    await stepAll(now);
    reports = await settleAll();
  }
  return { now, stops };
}

/** Who was stopped for what failed goes on as before, as far as they can be reached. */
const goOn = (members: readonly Member[], speed: number): Promise<void> =>
  setEach(members, { speed }).catch(() => undefined);

/** Fails once all have answered: an order that is still under way would come after the next. */
async function setEach(members: readonly Member[], order: TimeOrder): Promise<void> {
  const outcomes = await Promise.allSettled(members.map((member) => member.set(order)));
  const failed = outcomes.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** Services write instants with four digits of a year. */
const LAST_INSTANT = Date.UTC(9999, 11, 31, 23, 59, 59);

function endOf(target: Advance, now: number): number {
  const to = 'to' in target ? target.to : now + target.byMs;
  if (to < now) throw new RangeError(`The clock cannot go back from ${now} to ${to}.`);
  if (to > LAST_INSTANT) throw new RangeError(`The clock ends at ${LAST_INSTANT}, before ${to}.`);
  return to;
}

const resolutionOf = ({ turnEveryMs = FINEST_RESOLUTION_MS }: Advance, lengthMs: number): number =>
  Math.max(turnEveryMs, Math.ceil(lengthMs / MOST_IDLE_STOPS_PER_ADVANCE));

const latest = (reports: readonly TimeReport[]) => Math.max(...reports.map((report) => report.now));

/** A participant as it is steered over http. */
export function remoteMember({ name, url }: RemoteParticipant, post: Post): Member {
  async function call(method: string, path: string, body: unknown): Promise<unknown> {
    const answer = await post({
      url: new URL(path, url).href,
      method,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? '' : JSON.stringify(body),
    });
    if (answer.status === 200) return JSON.parse(answer.body);
    throw new NotSettled(`${name} answered ${answer.status} to ${method} ${path}: ${answer.body}`);
  }
  return {
    name,
    read: async () => (await call('GET', '/_local/time', undefined)) as TimeReport,
    readIdle: async () => (await call('GET', '/_local/time/idle', undefined)) as TimeReport,
    set: async (order) => {
      await call('POST', '/_local/time', order);
    },
    drain: async (feeds) => ((await call('POST', '/_local/drain', { feeds })) as { worked: boolean }).worked,
  };
}

const localMember = (self: Participant): Member => ({
  name: 'the process that holds the clock',
  read: async () => readTime(self),
  readIdle: () => readIdleTime(self),
  set: async (order) => {
    setTime(self, order);
  },
  drain: (feeds) => drain(self, feeds),
});
