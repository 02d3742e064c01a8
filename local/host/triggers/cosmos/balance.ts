import type { Lease } from './change-feed';

/** The change feed processor's default: a lease that is not renewed for so long may be taken by another host. */
export const LEASE_LIFETIME_MS = 60_000;

/** Nobody's now: let go, or of a host that has not renewed it. */
const isFree = (lease: Lease, me: string, now: number) =>
  lease.owner === null || (lease.owner !== me && now - lease.renewedAt >= LEASE_LIFETIME_MS);

/** What a host may take now. */
export interface Takeable {
  readonly free: readonly Lease[];
  /** From the host that has most, when nothing is free and that is more than its share. */
  readonly stolen: Lease | undefined;
}

/**
 * The share of `me` among the hosts that hold leases (change feed processor, EqualPartitionsBalancingStrategy): of what is free
 * as much as is missing, and one in any case; else one of another host.
 */
export function takeable(leases: readonly Lease[], me: string, now: number): Takeable {
  const free = leases.filter((lease) => isFree(lease, me, now));
  const held = new Map<string, Lease[]>([[me, []]]);
  for (const lease of leases) {
    if (lease.owner === null || free.includes(lease)) continue;
    held.set(lease.owner, [...(held.get(lease.owner) ?? []), lease]);
  }
  const share = Math.ceil(leases.length / held.size);
  const missing = share - (held.get(me)?.length ?? 0);
  if (free.length > 0) return { free: free.slice(0, Math.max(1, missing)), stolen: undefined };
  const [most = []] = [...held.values()].sort((a, b) => b.length - a.length);
  const isTooMuch = missing > 0 && most.length > share - (missing > 1 ? 1 : 0);
  return { free: [], stolen: isTooMuch ? most[0] : undefined };
}
