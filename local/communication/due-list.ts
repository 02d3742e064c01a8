import type { Clock } from '../kit/clock';
import type { Store } from '../kit/store';
import type { Work } from '../kit/work';
import type { Ids } from './ids';

/** Things to do at an instant, on disk: each is done at least once, however often the process dies. */
export interface DueList<T> {
  /** Durable when it resolves, together with what was written in the same turn; done `delayMs` later. */
  add(item: T, delayMs?: number): Promise<void>;
}

export interface DueListParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly work: Work;
  readonly ids: Ids;
}

interface Entry<T> {
  readonly item: T;
  readonly dueAt: number;
}

const TRY_AGAIN_AFTER_MS = 1_000;

/** Arms what an earlier process left undone. `run` is tried again until it resolves. */
export function createDueList<T>(
  { store, clock, work, ids }: DueListParts,
  name: string,
  run: (item: T) => Promise<void>,
): DueList<T> {
  const entries = store.collection<Entry<T>>(`communication_due_${name}`);

  async function attempt(key: string): Promise<void> {
    const entry = entries.get(key);
    if (!entry) return;
    try {
      await run(entry.item);
    } catch {
      clock.after(TRY_AGAIN_AFTER_MS, () => attempt(key));
      return;
    }
    await entries.delete(key);
  }

  function arm(key: string, dueAt: number): void {
    if (dueAt > clock.now()) clock.at(dueAt, () => attempt(key));
    else void work.run(() => attempt(key), `communication ${name}`);
  }

  for (const key of entries.ids()) {
    const dueAt = entries.get(key)?.dueAt ?? 0;
    if (dueAt > clock.now()) arm(key, dueAt);
    else void work.run(() => afterThisTurn().then(() => attempt(key)), `communication ${name}`);
  }

  return {
    async add(item, delayMs = 0) {
      const key = String(ids.count(name)).padStart(12, '0');
      const entry = { item, dueAt: clock.now() + delayMs };
      await entries.put(key, entry);
      arm(key, entry.dueAt);
    },
  };
}

/** What is overdue at the start waits until those who make the service have put together what `run` needs. */
const afterThisTurn = () => new Promise((resolve) => setImmediate(resolve));
