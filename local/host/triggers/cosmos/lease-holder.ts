import type { Clock } from '../../../kit/clock';
import type { ChangeFeed, Lease, Leases } from './change-feed';

/** The leases of one feed as this host sees them. */
export interface LeaseHolder {
  /** Leases that are this host's now; takes what is free. */
  mine(): Promise<readonly Lease[]>;
  /** Writes how far a range was read; a lease lost meanwhile is noticed and let go. */
  checkpoint(lease: Lease, continuation: string): Promise<void>;
  /** Lets others have the leases at once; one that cannot be written is theirs when it has expired. */
  release(): Promise<void>;
  /** Forgets what was read of the leases. */
  reset(): void;
}

/** The change feed processor's default: a lease that is not renewed for so long may be taken by another host. */
const LEASE_LIFETIME_MS = 60_000;
const RENEW_AFTER_MS = 17_000;

export function createLeaseHolder(feed: ChangeFeed, leases: Leases, owner: string, clock: Clock): LeaseHolder {
  let known: Map<string, Lease> | undefined;

  async function readAll(): Promise<Map<string, Lease>> {
    let found = await leases.list();
    if (found.length === 0) {
      for (const range of await feed.ranges()) await leases.create(range);
      found = await leases.list();
    }
    return new Map(found.map((lease) => [lease.range, lease]));
  }

  async function save(lease: Lease): Promise<Lease | undefined> {
    const saved = await leases.update({ ...lease, owner, renewedAt: clock.now() });
    if (saved) known?.set(saved.range, saved);
    else known = undefined;
    return saved;
  }

  async function ensureMine(lease: Lease): Promise<Lease | undefined> {
    const age = clock.now() - lease.renewedAt;
    if (lease.owner === owner && age < RENEW_AFTER_MS) return lease;
    const isOthers = lease.owner !== null && lease.owner !== owner && age < LEASE_LIFETIME_MS;
    if (!isOthers) return save(lease);
    // It may be free by the next poll.
    known = undefined;
    return undefined;
  }

  return {
    async mine() {
      known ??= await readAll();
      const mine: Lease[] = [];
      for (const lease of [...known.values()]) {
        const taken = await ensureMine(lease);
        if (taken) mine.push(taken);
      }
      return mine;
    },
    async checkpoint(lease, continuation) {
      await save({ ...lease, continuation });
    },
    async release() {
      const own = [...(known?.values() ?? [])].filter((lease) => lease.owner === owner);
      await Promise.allSettled(own.map((lease) => leases.update({ ...lease, owner: null })));
      known = undefined;
    },
    reset: () => void (known = undefined),
  };
}
