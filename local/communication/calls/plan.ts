import { z } from 'zod';
import type { RawId } from './identifiers';
import { isKey } from './tones';
import type { Call, Leg } from './state';
import type { Turn } from './turn';

const waitMs = z
  .number()
  .int()
  .min(0)
  .max(24 * 3_600_000);

/** In the call: so long after what they did before, or after the app has asked them to press or to say something. */
const stepSchema = z.intersection(
  z.object({ when: z.enum(['then', 'asked']).default('then'), afterMs: waitMs.default(0) }),
  z.discriminatedUnion('does', [
    z.object({ does: z.literal('press'), keys: z.string().refine((keys) => Array.from(keys).every(isKey)) }),
    z.object({ does: z.literal('say'), words: z.string().min(1) }),
    z.object({ does: z.literal('hangUp') }),
  ]),
);
export type Step = z.infer<typeof stepSchema>;
export const stepsSchema = z.array(stepSchema);

/** What somebody does by themselves whenever it rings at their telephone or Teams client, and afterwards in the call. */
export const habitSchema = z.object({
  onRing: z.discriminatedUnion('does', [
    z.object({ does: z.enum(['answer', 'decline', 'beBusy', 'letVoicemailAnswer']), afterMs: waitMs.default(0) }),
    z.object({ does: z.literal('nothing') }),
  ]),
  inCall: stepsSchema.default([]),
});
export type Habit = z.infer<typeof habitSchema>;

/** What somebody will do in a call without being told, on the call itself: a restart forgets nothing of it. */
export interface Plan {
  readonly onRing: Habit['onRing'] | null;
  steps: Step[];
  /** Null while they wait to be asked, and when nothing is left to do. */
  nextAt: number | null;
}

/** The plan of somebody at whose place it begins to ring. */
export function planOf({ onRing, inCall }: Habit, now: number): Plan {
  return { onRing, steps: inCall, nextAt: onRing.does === 'nothing' ? null : now + onRing.afterMs };
}

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
