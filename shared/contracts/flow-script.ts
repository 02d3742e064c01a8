import { z } from 'zod';
import type { ScriptStep } from '../core/flow/run-script';
import { channel, languageTag, slug, variable } from './flow-parts';

const values = z.record(variable, z.string().max(500));

const step: z.ZodType<ScriptStep> = z.union([
  z.strictObject({ press: z.string().regex(/^[0-9*#]{1,30}$/u, 'keys are 0 to 9, * and #') }),
  z.strictObject({ say: z.string().max(2000) }),
  z.strictObject({ silence: z.literal(true) }),
  z.strictObject({ found: values }),
  z.strictObject({ notFound: z.literal(true) }),
  z.strictObject({ fails: z.literal(true) }),
  z.strictObject({ done: z.literal(true) }),
  z.strictObject({ waits: z.enum(['tooLong', 'closed', 'nobodySignedIn']) }),
  z.strictObject({ agent: z.literal(true) }),
  z.strictObject({
    answer: z.union([
      z.strictObject({ kind: z.enum(['say', 'ask']), text: z.string() }),
      z.strictObject({ kind: z.literal('route'), route: variable }),
    ]),
  }),
]);

const flowCase = z.strictObject({
  name: z.string().min(1).max(200),
  channel,
  language: languageTag.optional(),
  firstText: z.string().max(2000).optional(),
  customer: z.string().max(320).optional(),
  /** What comes with a call: the names of headers and what they say. */
  headers: z.record(z.string().max(64), z.string().max(256)).optional(),
  /** An instant with its zone: which hours are open follows from it. */
  at: z.iso.datetime({ offset: true }).optional(),
  /** Queues that nobody is signed in to serve. */
  unstaffed: z.array(slug).max(100).optional(),
  /** Numbers that may not be called back. */
  uncallable: z.array(z.string().max(30)).max(100).optional(),
  steps: z.array(step).max(200),
  expect: z.strictObject({
    /** Where it ends: `queued support`, `deferred callback`, `ended completed`, `withAgent`. */
    ends: z.string().min(1).max(200),
    /** Parts of what the customer hears or reads, in this order; other words may come between. */
    says: z.array(z.string().min(1)).max(200).optional(),
    variables: values.optional(),
  }),
});

/** A file of cases that a flow must go through as they say. */
export const flowScript = z.strictObject({ flow: slug, cases: z.array(flowCase).min(1).max(200) });

/** One case of a script. */
export type FlowCase = z.infer<typeof flowCase>;
