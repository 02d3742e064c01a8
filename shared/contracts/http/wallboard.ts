import { z } from 'zod';
import { VETO_CAUSES } from '../../core/routing/types';
import { CHANNELS } from '../../core/lib/channel';
import { shownAvailability } from './agents';
import { interactionSummary } from './interaction';
import { operation } from './operation';

const none = z.object({});
const at = z.number().int();
const tenant = z.object({ tenantId: z.string().min(1).max(60) });

const floorQueue = z.object({
  queueId: z.string(),
  name: z.string(),
  /** How soon a customer should be answered, by channel. Office hours are not counted out. */
  targetMs: z.record(z.string(), z.number().int().nonnegative()),
  waiting: z.number().int(),
  longestWaitMs: z.number().int().nonnegative(),
  /** When it needs a supervisor's eye: more wait, somebody waits longer, a smaller share (0 to 1) is answered in time. */
  alertAt: z.object({ waiting: z.number().int(), waitMs: z.number().int(), serviceLevel: z.number() }),
});

const floorAgent = z.object({
  agentId: z.string(),
  name: z.string(),
  queueIds: z.array(z.string()),
  availability: shownAvailability,
  /** Ready, but their presence in Teams keeps offers from them. */
  veto: z.enum(VETO_CAUSES).nullable(),
  /** What they hold, by the state it is in. */
  holding: z.record(z.string(), z.number().int()),
  offers: z.number().int(),
});

const floor = z
  .object({
    at,
    open: z.record(z.string(), z.number().int()),
    parked: z.number().int(),
    queues: z.array(floorQueue),
    agents: z.array(floorAgent),
  })
  .meta({ id: 'Floor', description: 'Queues and agents by name, as they are now. Follows events within seconds.' });

const floorInteraction = interactionSummary
  .extend({
    /** Where it waits, since when. Null: it does not. */
    waitingSince: at.nullable(),
    agents: z.array(z.object({ agentId: z.string(), name: z.string(), state: z.string() })),
  })
  .meta({ id: 'FloorInteraction' });

export type FloorInteraction = z.infer<typeof floorInteraction>;

/** What supervisors see and do on the floor. */
export const wallboardOperations = {
  getFloor: operation({
    method: 'GET',
    path: '/floor',
    summary: 'Queues and agents by name, as they are now.',
    access: 'supervisor',
    params: none,
    query: tenant,
    body: null,
    answer: floor,
  }),
  listOpenInteractions: operation({
    method: 'GET',
    path: '/interactions',
    summary:
      'The open interactions behind a number: those that wait in a queue, that an agent has, or all; two hundred at most, the oldest first.',
    access: 'supervisor',
    params: none,
    query: tenant.extend({
      queueId: z.string().min(1).max(60).optional(),
      agentId: z.string().min(1).max(60).optional(),
      channel: z.enum(CHANNELS).optional(),
    }),
    body: null,
    answer: z.object({ interactions: z.array(floorInteraction), total: z.number().int() }),
  }),
} as const;
