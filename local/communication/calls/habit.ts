import { z } from 'zod';
import { isKey } from './tones';

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
