import { randomUUID } from 'node:crypto';
import { Refusal } from '../kit/storage/answers';

/** The lease of a blob or a container, as it was last asked for; what it is by now `leaseAt` tells. */
export interface Lease {
  readonly id: string;
  /** Where it was broken it is not renewed. */
  readonly isBroken: boolean;
  /** In seconds; absent without end. */
  readonly durationS?: number;
  /** Absent without end. */
  readonly endsAt?: number;
}

/** States of a lease: https://learn.microsoft.com/rest/api/storageservices/lease-blob */
export type LeaseState = 'available' | 'leased' | 'expired' | 'breaking' | 'broken';

/** The state at an instant. */
export function leaseState(lease: Lease | undefined, now: number): LeaseState {
  if (lease === undefined) return 'available';
  const isOver = lease.endsAt !== undefined && lease.endsAt <= now;
  if (lease.isBroken) return isOver ? 'broken' : 'breaking';
  return isOver ? 'expired' : 'leased';
}

const isLocked = (state: LeaseState) => state === 'leased' || state === 'breaking';

/** What answers and lists tell of a lease. */
export function leaseProperties(lease: Lease | undefined, now: number) {
  const state = leaseState(lease, now);
  const duration = lease?.durationS === undefined ? 'infinite' : 'fixed';
  return {
    state,
    status: isLocked(state) ? 'locked' : 'unlocked',
    ...(state === 'leased' ? { duration } : {}),
  } as const;
}

/** The same as headers. */
export function leaseHeaders(lease: Lease | undefined, now: number): Record<string, string> {
  const { state, status, duration } = leaseProperties(lease, now);
  return {
    'x-ms-lease-state': state,
    'x-ms-lease-status': status,
    ...(duration === undefined ? {} : { 'x-ms-lease-duration': duration }),
  };
}

/** What is left of a lease when its resource is written: one that is over is forgotten. */
export const leaseAfterWrite = (lease: Lease | undefined, now: number): { readonly lease?: Lease } =>
  lease !== undefined && isLocked(leaseState(lease, now)) ? { lease } : {};

/** Ids are told as GUIDs are, whatever form they were given in. */
export const normalId = (id: string): string =>
  id
    .toLowerCase()
    .replaceAll('-', '')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');

type Kind = 'Blob' | 'Container';

/** Refuses what names a lease that is not held, and a write that does not name the one that is. */
export function requireLease(
  named: string | undefined,
  { lease, now, kind, isWrite }: { lease: Lease | undefined; now: number; kind: Kind; isWrite: boolean },
): void {
  const state = leaseState(lease, now);
  if (named === undefined) {
    if (isWrite && isLocked(state))
      throw new Refusal(
        'LeaseIdMissing',
        'There is currently a lease on the resource and no lease ID was specified in the request.',
      );
    return;
  }
  if (state === 'available')
    throw new Refusal(
      `LeaseNotPresentWith${kind}Operation`,
      `There is currently no lease on the ${kind.toLowerCase()}.`,
    );
  if (normalId(named) !== lease?.id)
    throw new Refusal(
      `LeaseIdMismatchWith${kind}Operation`,
      `The lease ID specified did not match the lease ID for the ${kind.toLowerCase()}.`,
    );
  if (!isLocked(state))
    throw new Refusal('LeaseLost', 'A lease ID was specified, but the lease for the resource has expired.');
}

const mismatch = () =>
  new Refusal(
    'LeaseIdMismatchWithLeaseOperation',
    'The lease ID specified did not match the lease ID for the resource.',
  );
const notPresent = () =>
  new Refusal('LeaseNotPresentWithLeaseOperation', 'There is currently no lease on the resource.');

/** Takes a lease, which whoever has it may take again. */
export function acquire(lease: Lease | undefined, id: string | undefined, durationS: number, now: number): Lease {
  const state = leaseState(lease, now);
  if (isLocked(state) && lease?.id !== id)
    throw new Refusal('LeaseAlreadyPresent', 'There is already a lease present.');
  if (state === 'breaking')
    throw new Refusal('LeaseIsBreakingAndCannotBeAcquired', 'The lease is breaking and cannot be acquired.');
  return lasting(id ?? randomUUID(), durationS, now);
}

const lasting = (id: string, durationS: number, now: number): Lease =>
  durationS === -1 ? { id, isBroken: false } : { id, isBroken: false, durationS, endsAt: now + durationS * 1000 };

/** Starts a lease's time again, even if it is over, unless its resource was written since. */
export function renew(lease: Lease | undefined, id: string, now: number): Lease {
  if (lease?.id !== id) throw mismatch();
  if (lease.isBroken)
    throw new Refusal(
      'LeaseIsBrokenAndCannotBeRenewed',
      'The lease ID matched, but the lease has been broken explicitly.',
    );
  return lasting(id, lease.durationS ?? -1, now);
}

/** Gives a lease another id; done again it changes nothing. */
export function change(lease: Lease | undefined, id: string, next: string, now: number): Lease {
  const state = leaseState(lease, now);
  if (lease === undefined || !isLocked(state)) throw notPresent();
  if (lease.id !== id && lease.id !== next) throw mismatch();
  if (state === 'breaking')
    throw new Refusal('LeaseIsBreakingAndCannotBeChanged', 'The lease ID matched, but the lease is breaking.');
  return { ...lease, id: next };
}

/** Whoever has a lease gives it back. */
export function release(lease: Lease | undefined, id: string): undefined {
  if (lease?.id !== id) throw mismatch();
  return undefined;
}

/** Ends a lease after a period, or what remains of it where that is less; the time to wait is about right, in whole seconds. */
export function breakUp(
  lease: Lease | undefined,
  periodS: number | undefined,
  now: number,
): Lease & { readonly waitS: number } {
  if (lease === undefined) throw notPresent();
  const state = leaseState(lease, now);
  if (!isLocked(state)) return { id: lease.id, isBroken: true, endsAt: now, waitS: 0 };
  const remaining = lease.endsAt === undefined ? undefined : lease.endsAt - now;
  const waitMs = Math.min(remaining ?? Infinity, periodS === undefined ? (remaining ?? 0) : periodS * 1000);
  return { id: lease.id, isBroken: true, endsAt: now + waitMs, waitS: Math.round(waitMs / 1000) };
}
