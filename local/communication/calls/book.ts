import type { Clock, Scheduled } from '../../kit/clock';
import type { Store } from '../../kit/store';
import type { CallStreams } from './call-streams';
import { noteHearing } from './hearing';
import type { Deliver } from './deliver';
import { callNotFound } from './results';
import type { Call } from './state';
import { nextDueAt } from './next-due';
import type { Surroundings, Turn } from './turn';

/** The calls there are. Every change of one is stored as a whole, with the callbacks and events that it owes. */
export interface Book {
  now(): number;
  /** By the id of the call or of any connection to it. */
  get(callId: string): Call | undefined;
  values(): Call[];
  /** The call in which somebody has this leg. */
  ofLeg(legId: string): Call | undefined;
  /** The call that a test of its fields finds. */
  find(test: (call: Call) => boolean): Call | undefined;
  add<T>(call: Call, change: (turn: Turn) => T): T;
  /** Changes a call, by one of its connections where that is named, at once; what throws has changed nothing. Durable once {@link saved} resolves. */
  change<T>(callId: string, change: (turn: Turn) => T): T;
  /** Resolves when everything changed so far is on disk. */
  saved(): Promise<void>;
  /** Takes up again what a restart interrupted. */
  start(): void;
}

export interface BookOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly deliver: Deliver;
  /** Hears of every change. */
  readonly follow: CallStreams['follow'];
  readonly surroundings: Surroundings;
  /** Does what has fallen due. */
  readonly tick: (turn: Turn) => void;
}

/** Calls that ended are shown and known this long. */
const KEPT_MS = 24 * 3_600_000;

export function openBook({ store, clock, deliver, follow, surroundings, tick }: BookOptions): Book {
  const shelf = openShelf(store);
  const timers = createTimers(clock, onDue, (callId) => shelf.forget(callId));
  const writes = createWrites(store);

  function save(turn: Turn): void {
    const changed = [turn.call, ...turn.spawned];
    for (const call of changed) noteHearing(call, turn.now);
    const stored = Promise.all([...changed.map((call) => shelf.put(call)), ...deliver.owe(turn)]);
    writes.add(stored);
    deliver.after(stored);
    follow(turn.call, turn.frames, stored);
    changed.forEach((call) => timers.arm(call));
  }

  function run<T>(call: Call, by: (turn: Turn) => T, via = call.id): T {
    const turn: Turn = { ...surroundings, now: clock.now(), call, via, owed: [], frames: [], spawned: [] };
    const answer = by(turn);
    save(turn);
    return answer;
  }

  function change<T>(callId: string, by: (turn: Turn) => T): T {
    const call = shelf.get(callId);
    if (call === undefined) throw callNotFound();
    return run(call, by, callId);
  }

  async function onDue(callId: string): Promise<void> {
    if (shelf.get(callId) !== undefined) change(callId, tick);
    await writes.done();
  }

  return {
    ...shelf,
    now: () => clock.now(),
    add: (call, by) => run(call, by),
    change,
    saved: () => writes.done(),
    start: () => shelf.values().forEach((call) => timers.arm(call)),
  };
}

/** The calls on disk, found by themselves or by a leg. */
function openShelf(store: Store) {
  const calls = store.collection<Call>('calls');
  const legs = new Map<string, string>();
  const connections = new Map<string, string>();
  const index = (call: Call) => {
    call.legs.forEach((leg) => legs.set(leg.id, call.id));
    for (const { id } of call.further ?? []) if (id !== undefined) connections.set(id, call.id);
  };
  calls.values().forEach(index);
  return {
    get: (id: string) => calls.get(connections.get(id) ?? id),
    values: () => calls.values(),
    ofLeg: (legId: string) => calls.get(legs.get(legId) ?? ''),
    find: (test: (call: Call) => boolean) => calls.values().find(test),
    put: (call: Call) => {
      index(call);
      return calls.put(call.id, call);
    },
    forget: async (callId: string) => {
      const call = calls.get(callId);
      for (const leg of call?.legs ?? []) legs.delete(leg.id);
      for (const { id = callId } of call?.further ?? []) connections.delete(id);
      await calls.delete(callId);
    },
  };
}

/** What is on its way to the disk. */
function createWrites(store: Store) {
  let writes: Promise<unknown>[] = [];
  return {
    add: (write: Promise<unknown>) => void writes.push(write),
    async done(): Promise<void> {
      const pending = writes;
      writes = [];
      // The empty write comes after whatever a request that saw it in memory relies on.
      await Promise.all([...pending, store.commit(() => undefined)]);
    },
  };
}

/** One timer a call, at the earliest instant at which it changes by itself. */
function createTimers(
  clock: Clock,
  onDue: (callId: string) => Promise<void>,
  forget: (callId: string) => Promise<void>,
) {
  const armed = new Map<string, Scheduled>();
  const set = (callId: string, scheduled: Scheduled | undefined) => {
    armed.get(callId)?.cancel();
    armed.delete(callId);
    if (scheduled !== undefined) armed.set(callId, scheduled);
  };
  return {
    arm: (call: Call): void => {
      const dueAt = nextDueAt(call);
      if (dueAt !== undefined)
        set(
          call.id,
          clock.at(dueAt, () => onDue(call.id)),
        );
      else if (call.end === null) set(call.id, undefined);
      else
        set(
          call.id,
          clock.at(call.end.at + KEPT_MS, () => forget(call.id), { lazy: true }),
        );
    },
  };
}
