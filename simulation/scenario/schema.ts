import { z } from 'zod';
import { DURATION_PATTERN, parseDuration } from '../../shared/core/lib/duration';
import { CHANNELS } from '../../shared/core/lib/channel';

const CLOCK = /^([01]\d|2[0-4]):([0-5]\d)(:[0-5]\d)?$/u;

/** `08:30`, or `08:30:15`, of the simulated day, as milliseconds from its midnight. `24:00` is its end. */
const clock = z
  .string()
  .regex(CLOCK, 'a time of day such as 08:30')
  .transform((text) => {
    const [hour = 0, minute = 0, second = 0] = text.split(':').map(Number);
    return ((hour * 60 + minute) * 60 + second) * 1_000;
  });

const lengthMs = z
  .string()
  .regex(DURATION_PATTERN, 'a length such as 20 s or 4 min')
  .transform((text) => parseDuration(text) ?? 0);

const distribution = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('constant'), value: lengthMs }).transform(({ value }) => ({
    kind: 'constant' as const,
    ms: value,
  })),
  z.strictObject({ kind: z.literal('exponential'), mean: lengthMs }).transform(({ mean }) => ({
    kind: 'exponential' as const,
    meanMs: mean,
  })),
  z.strictObject({ kind: z.literal('lognormal'), mean: lengthMs, sd: lengthMs }).transform(({ mean, sd }) => ({
    kind: 'lognormal' as const,
    meanMs: mean,
    sdMs: sd,
  })),
  z.strictObject({ kind: z.literal('recorded'), values: z.tuple([lengthMs], lengthMs) }).transform(({ values }) => ({
    kind: 'recorded' as const,
    valuesMs: values,
  })),
  z.strictObject({ kind: z.literal('unlimited') }),
]);

const share = z.number().min(0).max(1);

const answering = z
  .strictObject({ delay: distribution, declined: share.default(0), ignored: share.default(0) })
  .refine(({ declined, ignored }) => declined + ignored <= 1, 'declined and ignored are shares of the same offers');

const people = z.strictObject({
  handling: distribution,
  wrapUp: distribution,
  patience: distribution,
  answering,
});

const pattern = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('poisson'), perHour: z.number().positive() }),
  z.strictObject({
    kind: z.literal('profile'),
    from: clock,
    slot: lengthMs,
    expected: z.array(z.number().nonnegative()).min(1),
  }),
  z.strictObject({ kind: z.literal('recorded'), at: z.array(clock) }),
]);

const requirement = z.strictObject({ skill: z.string().min(1), minimum: z.number().int().min(1).max(10).default(1) });

const arrivals = z.strictObject({
  queue: z.string().min(1),
  channel: z.enum(CHANNELS),
  pattern,
  /** Asked for beside what the queue asks for. */
  requirements: z.array(requirement).default([]),
  /** Differs from its channel. */
  people: people.partial().optional(),
});

const shift = z.strictObject({
  agents: z.array(z.string().min(1)).min(1),
  from: clock,
  to: clock,
  breaks: z.array(z.strictObject({ from: clock, to: clock })).default([]),
});

/** What a simulated day is like: who comes, how long they take and wait, who works when. */
export const scenarioSchema = z.strictObject({
  name: z.string().min(1),
  date: z.iso.date(),
  from: clock,
  to: clock,
  channels: z.partialRecord(z.enum(CHANNELS), people),
  arrivals: z.array(arrivals).min(1),
  roster: z.array(shift).min(1),
  /** How often routing looks by itself. */
  tick: lengthMs.default(1_000),
  /** How long an agent who ignored an offer takes to set themselves Ready again. */
  backAfter: lengthMs.default(60_000),
  waitingPlaces: z.number().int().positive().nullable().default(null),
});

export type Scenario = z.infer<typeof scenarioSchema>;
export type ScenarioArrivals = z.infer<typeof arrivals>;
export type People = z.infer<typeof people>;
