import type { Clock, Scheduled } from '../../kit/clock';
import type { Collection, Store } from '../../kit/store';
import { noteHearing } from './hearing';
import type { Deliver } from './deliver';
import { callNotFound } from './results';
import type { Call } from './state';
import { nextDueAt, tick } from './tick';
import type { Durations, Turn } from './turn';

/** The calls there are. Every change of one is stored as a whole, with the callbacks and events that it owes. */
export interface Book {
  now(): number;
  get(callId: string): Call | undefined;
  values(): Call[];
  /** The call in which somebody has this leg. */
  ofLeg(legId: string): Call | undefined;
  /** The call that a test of its fields finds. */
  find(test: (call: Call) => boolean): Call | undefined;
  add<T>(call: Call, change: (turn: Turn) => T): T;
  /** Changes a call at once; what throws has changed nothing. Durable once {@link saved} resolves. */
  change<T>(callId: string, change: (turn: Turn) => T): T;
  /** Resolves when everything changed so far is on disk. */
  saved(): Promise<void>;
  /** Takes up again what a restart interrupted. */
  start(): void;
}

export interface BookOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly durations: Durations;
  readonly endpoint: string;
  readonly isReachable: Turn['isReachable'];
  readonly deliver: Deliver;
}

/** Calls that ended are shown and known this long. */
const KEPT_MS = 24 * 3_600_000;

export function openBook({ store, clock, deliver, ...options }: BookOptions): Book {
  const { durations, endpoint, isReachable } = options;
  const calls = store.collection<Call>('calls');
  const legs = new Map<string, string>();
  const timers = createTimers(clock, onDue, forget);
  let writes: Promise<unknown>[] = [];

  const turnOf = (call: Call): Turn => ({
    now: clock.now(),
    call,
    durations,
    endpoint,
    isReachable,
    owed: [],
    spawned: [],
  });

  function save(turn: Turn): void {
    const changed = [turn.call, ...turn.spawned];
    for (const call of changed) {
      noteHearing(call, turn.now);
      index(call);
    }
    const stored = Promise.all([...changed.map((call) => calls.put(call.id, call)), ...deliver.owe(turn)]);
    writes.push(stored);
    deliver.after(stored);
    changed.forEach(timers.arm);
  }

  function index(call: Call): void {
    for (const leg of call.legs) legs.set(leg.id, call.id);
  }

  function run<T>(call: Call, change: (turn: Turn) => T): T {
    const turn = turnOf(call);
    const answer = change(turn);
    save(turn);
    return answer;
  }

  function change<T>(callId: string, by: (turn: Turn) => T): T {
    const call = calls.get(callId);
    if (call === undefined) throw callNotFound();
    return run(call, by);
  }

  async function saved(): Promise<void> {
    const pending = writes;
    writes = [];
    await Promise.all([...pending, store.commit(() => undefined)]);
  }

  async function onDue(callId: string): Promise<void> {
    if (calls.has(callId)) change(callId, tick);
    await saved();
  }

  async function forget(callId: string): Promise<void> {
    for (const leg of calls.get(callId)?.legs ?? []) legs.delete(leg.id);
    await calls.delete(callId);
  }

  return {
    now: () => clock.now(),
    get: (callId) => calls.get(callId),
    values: () => calls.values(),
    ofLeg: (legId) => callOfLeg(calls, legs.get(legId)),
    find: (test) => calls.values().find(test),
    add: run,
    change,
    saved,
    start: () => {
      for (const call of calls.values()) {
        index(call);
        timers.arm(call);
      }
    },
  };
}

const callOfLeg = (calls: Collection<Call>, callId: string | undefined): Call | undefined =>
  callId === undefined ? undefined : calls.get(callId);

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
    arm(call: Call): void {
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
