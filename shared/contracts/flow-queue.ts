import { z } from 'zod';
import { duration, exit, headersOut, key, requirement, slug, text } from './flow-parts';

const treatment = z.strictObject({
  music: z
    .string()
    .regex(/^[A-Za-z0-9][\w./-]{0,199}\.(wav|mp3)$/u, 'music is a .wav or .mp3 file')
    .optional(),
  comfort: text,
  every: duration.optional(),
  position: text.optional(),
  wait: text.optional(),
  waitOfOne: text.optional(),
});

/** Waiting for an agent: what is heard meanwhile, and where the paths out of it lead. */
export const queue = z.strictObject({
  kind: z.literal('queue'),
  queue: slug,
  priority: z.int().min(0).max(100).optional(),
  requirements: z.array(requirement).max(20).optional(),
  treatment,
  deadline: duration.optional(),
  keys: z
    .array(z.strictObject({ digit: key, next: exit }))
    .max(12)
    .optional(),
  headers: headersOut.optional(),
  patient: z.boolean().optional(),
  whenTooLong: exit,
  whenClosed: exit,
  whenNobodySignedIn: exit,
});
