import { z } from 'zod';
import { operation } from './operation';

const none = z.object({});
const tenant = z.object({ tenantId: z.string().min(1) });
const counts = z.record(z.string(), z.number().int());
const ms = z.number().int().nonnegative();
const instant = z.iso.datetime({ offset: true });

export const liveFigures = z
  .object({
    at: z.number().int(),
    /** Open interactions by channel. */
    open: counts,
    parked: z.number().int(),
    queues: z.array(z.object({ queueId: z.string(), waiting: z.number().int(), longestWaitMs: ms })).readonly(),
    /** What each agent holds, by the state it is in. */
    agents: z.array(z.object({ agentId: z.string(), holding: counts })).readonly(),
  })
  .meta({ id: 'LiveFigures', description: 'What customers and agents do now. Follows events within a few seconds.' });

const queueFigures = z.object({
  offered: z.number().int(),
  outcomes: counts,
  answeredWithinTarget: z.number().int(),
  waitMs: ms,
  longestWaitMs: ms,
  /** Answered within target / (offered - short abandons); null while there is nothing to divide by. */
  serviceLevel: z.number().nullable(),
});

export const agentFigures = z.object({
  offers: z.number().int(),
  offerEnds: counts,
  handled: z.number().int(),
  talkMs: ms,
  holdMs: ms,
  wrapUpMs: ms,
});

const interval = z
  .object({
    startAt: z.number().int(),
    arrived: counts,
    closed: counts,
    /** By `<queue>|<channel>`. */
    queues: z.record(z.string(), queueFigures),
    agents: z.record(z.string(), agentFigures),
  })
  .meta({ id: 'IntervalFigures', description: 'A quarter of an hour. Visits count where they began.' });

export const waitCalibration = z
  .array(
    z.object({
      queueId: z.string(),
      /** Customers who were promised a wait as they entered the queue, and were answered. */
      promises: z.number().int(),
      /** Those of them who waited within the interval that they were promised. */
      kept: z.number().int(),
      /** Kept / promises: eight of ten when the intervals are right. Null before the first. */
      share: z.number().nullable(),
    }),
  )
  .readonly()
  .meta({ id: 'WaitCalibration', description: 'Whether queues keep the waits that they promise.' });

/** Figures for analysts and supervisors: nothing here names a customer, or changes anything. */
export const metricsOperations = {
  getLiveFigures: operation({
    method: 'GET',
    path: '/metrics/live',
    summary: 'Queues and agents as they are now.',
    access: 'analyst',
    params: none,
    query: tenant,
    body: null,
    answer: liveFigures,
  }),
  getWaitCalibration: operation({
    method: 'GET',
    path: '/metrics/promised-waits',
    summary: 'How many of the waits that customers were promised came true, by queue.',
    access: 'analyst',
    params: none,
    query: tenant,
    body: null,
    answer: waitCalibration,
  }),
  getIntervalFigures: operation({
    method: 'GET',
    path: '/metrics/intervals',
    summary:
      'The quarters of an hour that begin in [from, to), a hundred at most; those without any event are left out.',
    access: 'analyst',
    params: none,
    query: tenant.extend({ from: instant, to: instant }),
    body: null,
    answer: z.array(interval).readonly(),
  }),
} as const;
