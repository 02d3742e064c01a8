import { z } from 'zod';

const skill = z.string().min(1);

/** What a customer does next; what they hear and what an assistant answers comes by itself. */
const input = z.union([
  z.strictObject({ press: z.string().regex(/^[0-9*#]$/u, 'a key of a telephone') }),
  z.strictObject({ say: z.string().min(1) }),
  z.strictObject({ write: z.string().min(1) }),
  z.strictObject({ silent: z.literal(true) }),
]);

const route = z.union([
  /** Waits in this queue for agents with all of these skills, and these agents could take it. */
  z.strictObject({
    queue: z.string().min(1),
    skills: z.array(skill).optional(),
    agents: z.array(z.string().min(1)).optional(),
    language: z.string().optional(),
  }),
  /** Ends, with this reason; `form` when it offers one. */
  z.strictObject({ closed: z.string().min(1), form: z.string().optional() }),
  /** Is still asked something by the flow. */
  z.strictObject({ asked: z.enum(['menu', 'assistant']) }),
]);

const scenario = z.strictObject({
  name: z.string().min(1).max(200),
  /** The tenant's local time, like `2026-10-05 10:00`. */
  at: z.string().regex(/^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}$/u, 'a time is written like 2026-10-05 10:00'),
  contact: z.strictObject({
    /** Id of an entry point. */
    to: z.string().min(1),
    language: z.string().optional(),
    /** What a written interaction begins with. */
    text: z.string().optional(),
  }),
  then: z.array(input).max(50).optional(),
  /** Agents who are signed in; everybody when left out. */
  signedIn: z.array(z.string().min(1)).optional(),
  expect: route,
});

/** A file of scenarios: given this hour and this contact, expect this route. */
export const scenarioFile = z.strictObject({ scenarios: z.array(scenario).min(1).max(1000) });

export type Scenario = z.infer<typeof scenario>;
export type ScenarioInput = z.infer<typeof input>;
export type ExpectedRoute = z.infer<typeof route>;
