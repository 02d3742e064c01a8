import type { Clock } from '../../../kit/clock';
import { takeable } from './balance';
import type { ChangeFeed, Lease, Leases } from './change-feed';

/** The leases of one feed as this host sees them. */
export interface LeaseHolder {
  /** Leases that are this host's now; takes what is free, and its share of what others have. */
  mine(): Promise<readonly Lease[]>;
  /** Writes how far a range was read; a lease lost meanwhile is noticed and let go. */
  checkpoint(lease: Lease, continuation: string): Promise<void>;
  /** Lets others have the leases at once; one that cannot be written is theirs when it has expired. */
  release(): Promise<void>;
  /** Forgets what was read of the leases. */
  reset(): void;
}

const RENEW_AFTER_MS = 17_000;
/** How often a host that has less than its share takes one from another (the change feed processor's LeaseAcquireInterval). */
const STEAL_AFTER_MS = 13_000;

export function createLeaseHolder(feed: ChangeFeed, leases: Leases, owner: string, clock: Clock): LeaseHolder {
  let known: Map<string, Lease> | undefined;
  const wanted = createWanted(owner, clock);

  async function save(lease: Lease): Promise<Lease | undefined> {
    const saved = await leases.update({ ...lease, owner, renewedAt: clock.now() });
    if (saved) known?.set(saved.range, saved);
    else known = undefined;
    return saved;
  }

  async function ensureMine(lease: Lease, isWanted: boolean): Promise<Lease | undefined> {
    if (lease.owner === owner && clock.now() - lease.renewedAt < RENEW_AFTER_MS) return lease;
    return lease.owner === owner || isWanted ? save(lease) : undefined;
  }

  return {
    async mine() {
      known ??= await readAll(feed, leases);
      const all = [...known.values()];
      const taking = wanted(all);
      const mine: Lease[] = [];
      for (const lease of all) {
        const taken = await ensureMine(lease, taking.includes(lease));
        if (taken) mine.push(taken);
      }
      // Those of others may be free by the next poll.
      if (mine.length < all.length) known = undefined;
      return mine;
    },
    async checkpoint(lease, continuation) {
      await save({ ...lease, continuation });
    },
    async release() {
      const all = known === undefined ? await leases.list().catch(() => []) : [...known.values()];
      const own = all.filter((lease) => lease.owner === owner);
      await Promise.allSettled(own.map((lease) => leases.update({ ...lease, owner: null })));
      known = undefined;
    },
    reset: () => void (known = undefined),
  };
}

/** All leases by their ranges; makes them where there are none. */
async function readAll(feed: ChangeFeed, leases: Leases): Promise<Map<string, Lease>> {
  let found = await leases.list();
  if (found.length === 0) {
    for (const range of await feed.ranges()) await leases.create(range);
    found = await leases.list();
  }
  return new Map(found.map((lease) => [lease.range, lease]));
}

/** Which leases of others are to be this host's from now on. */
function createWanted(owner: string, clock: Clock): (all: readonly Lease[]) => readonly Lease[] {
  let mayStealAt = 0;
  return (all) => {
    const now = clock.now();
    const { free, stolen } = takeable(all, owner, now);
    if (stolen === undefined || now < mayStealAt) return free;
    mayStealAt = now + STEAL_AFTER_MS;
    return [stolen];
  };
}
