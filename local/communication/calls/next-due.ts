import { connectionsOf } from './connections';
import { nextDeedAt } from './plan';
import type { Call } from './state';

/** When the call next changes by itself; undefined when only somebody's doing changes it. */
export function nextDueAt(call: Call): number | undefined {
  const instants = [
    call.offer?.endsAt,
    ...call.legs.map((leg) => (leg.state === 'ringing' ? leg.invitation?.endsAt : leg.voicemailEndsAt)),
    ...call.media.map(({ endsAt }) => endsAt),
    ...call.sending.map(({ endsAt }) => endsAt),
    ...call.recordings.map(({ fileReadyAt }) => fileReadyAt),
    ...connectionsOf(call).map(({ streaming }) => streaming?.playsUntil),
    ...nextDeedAt(call),
  ].filter((instant) => typeof instant === 'number');
  return instants.length === 0 ? undefined : Math.min(...instants);
}
