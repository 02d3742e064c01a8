import type { RawId } from './identifiers';
import type { Call, Leg } from './state';
import type { Turn } from './turn';

/** When anybody in the call next does something by themselves. */
export const nextDeedAt = ({ legs }: Call): readonly (number | null)[] =>
  legs.map(({ plan, state }) => (state === 'ended' ? null : (plan?.nextAt ?? null)));

/** Somebody is in the call: what they do there begins now. */
export function beginPlan(turn: Turn, leg: Leg): void {
  if (leg.plan !== undefined) leg.plan.nextAt = null;
  beginNext(turn, leg);
}

/** The app listens to somebody who may have waited for that. */
export function askedFor(turn: Turn, rawId: RawId): void {
  for (const leg of turn.call.legs) if (leg.rawId === rawId) beginNext(turn, leg);
}

/** Sets when the next step is due, where nothing is yet. */
export function beginNext({ call, now }: Turn, { plan, state, rawId, voicemailEndsAt }: Leg): void {
  const [step] = plan?.steps ?? [];
  if (plan === undefined || step === undefined || plan.nextAt !== null || state !== 'joined') return;
  // A voicemail presses nothing, and hangs up when its time is over.
  if (voicemailEndsAt !== null) return;
  const isAsked =
    call.media.some((operation) => operation.kind === 'recognize' && operation.to.includes(rawId)) ||
    call.listeners.some(({ target }) => target === rawId);
  if (step.when === 'then' || isAsked) plan.nextAt = now + step.afterMs;
}
