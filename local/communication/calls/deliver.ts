import type { Clock } from '../../kit/clock';
import type { Post } from '../../kit/post';
import type { Store } from '../../kit/store';
import type { Work } from '../../kit/work';
import { upload, type OwnStorage } from './own-storage';
import type { Owed, Turn } from './turn';
import type { GridEvent } from '../grid-event';

/** Takes what calls owe to the app and to Event Grid, and gives it, again and again if need be. */
export interface Deliver {
  /** Writes down what a change owes; resolves when it is on disk. */
  owe(turn: Turn): Promise<void>[];
  /** Gives what was written down, once `stored` resolves. */
  after(stored: Promise<unknown>): void;
  /** Takes up again what a restart interrupted. */
  start(): void;
}

export interface DeliverOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly work: Work;
  readonly post: Post;
  readonly publish: (event: GridEvent) => Promise<void>;
  readonly signCallback: (claims: CallbackClaims) => Promise<string>;
  readonly immutableResourceId: string;
  readonly callbackIssuer: string;
  /** Absent where the resource has no managed identity. */
  readonly storage?: OwnStorage;
}

/** What the token of a callback says; instants in seconds since the epoch. */
export interface CallbackClaims {
  readonly iss: string;
  readonly aud: string;
  readonly nbf: number;
  readonly iat: number;
  readonly exp: number;
}

interface Debt {
  readonly id: string;
  readonly order: number;
  readonly callId: string;
  readonly owed: Owed;
  readonly failures: number;
}

/** Waits before each further attempt. Azure's are not documented; after the last the event is lost. */
const RETRY_AFTER_MS = [1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000];
const TOKEN_SECONDS = 300;
/** Not the app's refusal, but its being unwell. */
const PASSING = new Set([401, 403, 404, 408, 429]);

export function createDeliver(options: DeliverOptions): Deliver {
  const { store, clock, work } = options;
  const debts = store.collection<Debt>('calls_owed');
  let nextOrder = Math.max(0, ...debts.values().map(({ order }) => order)) + 1;
  /** Callbacks of one call go one after another, in the order in which things happened. */
  const lines = new Map<string, Promise<void>>();
  let unsent: Debt[] = [];

  function line(debt: Debt): void {
    const before = lines.get(debt.callId) ?? Promise.resolve();
    const mine = before.then(() => work.run(() => give(debt), `callback of ${debt.callId}`));
    const settled = mine.catch((error: unknown) => {
      process.stderr.write(`local calls: an event of ${debt.callId} was not given: ${String(error)}\n`);
    });
    lines.set(debt.callId, settled);
    void settled.then(() => lines.get(debt.callId) === settled && lines.delete(debt.callId));
  }

  async function give(debt: Debt): Promise<void> {
    if (await attempt(debt.owed, options)) return debts.delete(debt.id);
    const waitMs = RETRY_AFTER_MS[debt.failures];
    if (waitMs === undefined) return debts.delete(debt.id);
    const again = { ...debt, failures: debt.failures + 1 };
    await debts.put(debt.id, again);
    clock.after(waitMs, () => line(again));
  }

  return {
    owe(turn) {
      return turn.owed.map((owed) => {
        const order = nextOrder++;
        const debt = { id: owed.event.id, order, callId: turn.call.id, owed, failures: 0 };
        unsent.push(debt);
        return debts.put(debt.id, debt);
      });
    },
    after(stored) {
      const mine = unsent;
      unsent = [];
      if (mine.length === 0) return;
      void work.run(() => stored.then(() => mine.forEach(line))).catch(() => undefined);
    },
    start() {
      debts
        .values()
        .sort((a, b) => a.order - b.order)
        .forEach(line);
    },
  };
}

/** True when the event needs no further attempt: it was taken, or refused for good. */
async function attempt(owed: Owed, options: DeliverOptions): Promise<boolean> {
  try {
    if (owed.kind === 'callback') return await callBack(owed, options);
    const isStored = owed.kind === 'grid' || (await upload(options.storage, owed.upload));
    await options.publish(isStored ? owed.event : owed.otherwise);
    return true;
  } catch {
    return false;
  }
}

async function callBack({ url, event }: Extract<Owed, { kind: 'callback' }>, options: DeliverOptions) {
  const seconds = Math.floor(options.clock.now() / 1000);
  const { immutableResourceId: aud, callbackIssuer: iss } = options;
  const token = await options.signCallback({ iss, aud, nbf: seconds, iat: seconds, exp: seconds + TOKEN_SECONDS });
  const { status } = await options.post({
    url,
    headers: { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${token}` },
    body: JSON.stringify([event]),
  });
  return status < 400 || (status < 500 && !PASSING.has(status));
}
