import type { TimerAnswer } from '../../host/backplane';
import type { TimerStatus } from '../../host/triggers/timer';
import type { Clock } from '../../kit/clock';
import type { Store } from '../../kit/store';

/** Which host runs which timer: one at a time, until it leaves, or a while after it died. */
export interface TimerLocks {
  acquire(timer: string, host: string): TimerAnswer;
  keep(timer: string, status: TimerStatus): Promise<void>;
  /** A host that was shut down in order lets its locks go. */
  release(host: string): void;
  /** One that died keeps them until they expire. */
  died(host: string): void;
}

/** azure-webjobs-sdk, SingletonOptions.ListenerLockPeriod: how long the lock of a listener outlives its host. */
const LOCK_MS = 60_000;

interface Lock {
  readonly host: string;
  /** Infinity while the host lives and renews it. */
  readonly expiresAt: number;
}

export function createTimerLocks(store: Store, clock: Clock): TimerLocks {
  const statuses = store.collection<TimerStatus>('timers');
  const locks = new Map<string, Lock>();

  function ofHost(host: string): string[] {
    return [...locks].filter(([, lock]) => lock.host === host).map(([timer]) => timer);
  }

  return {
    acquire(timer, host) {
      const held = locks.get(timer);
      if (held !== undefined && held.host !== host && held.expiresAt > clock.now()) return { isHeld: false };
      locks.set(timer, { host, expiresAt: Number.POSITIVE_INFINITY });
      return { isHeld: true, status: statuses.get(timer) ?? null };
    },
    keep: (timer, status) => statuses.put(timer, status),
    release: (host) => ofHost(host).forEach((timer) => locks.delete(timer)),
    died: (host) => ofHost(host).forEach((timer) => locks.set(timer, { host, expiresAt: clock.now() + LOCK_MS })),
  };
}
