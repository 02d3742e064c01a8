import { z } from 'zod';
import { CHANNELS } from '../../core/lib/channel';
import { operation } from './operation';

const at = z.number().int();
const tenant = z.object({ tenantId: z.string().min(1).max(60) });
const interaction = z.object({ interactionId: z.string().min(1).max(100) });

/** Why an agent could not have it. `kind` names the filter; the other fields are the figures that it looked at. */
const obstacle = z.looseObject({ kind: z.string() });

const candidate = z.object({
  agentId: z.string(),
  /** Who holds something comes behind all who hold nothing. */
  isAtWork: z.boolean(),
  /** By this the longest idle comes first. */
  idleSinceAt: at,
  /** The filter that removed them; null: they could have had it. */
  obstacle: obstacle.nullable(),
});

const explanation = z.object({
  channel: z.enum(CHANNELS),
  /** The rule of the queue that the customer matched; null: none. */
  queueRule: z.string().nullable(),
  /** The routing step in force, from 0, and what it asks. */
  step: z.number().int(),
  asks: z.looseObject({}).nullable(),
  priority: z.number(),
  dueAt: at,
  /** The wait that was to be expected as the customer entered, and the interval that holds eight of ten such waits. */
  promised: z
    .object({ position: z.number().int(), expectedMs: z.number(), lowMs: z.number(), highMs: z.number() })
    .nullable(),
  /** In the order of choice. */
  candidates: z.array(candidate).readonly(),
  chosen: z.object({ agentId: z.string(), rule: z.string(), idleSinceAt: at, passedOver: z.number().int() }).nullable(),
});

const decision = z.object({
  shardId: z.string(),
  /** Its place in the shard's journal. */
  seq: z.number().int(),
  at,
  configVersion: z.number().int(),
  /** What was asked of the shard, and what came of it. */
  command: z.string(),
  outcome: z.looseObject({ kind: z.string() }),
  acts: z.array(z.looseObject({ id: z.string(), kind: z.string() })).readonly(),
  /** Of an offer. */
  explanation: explanation.nullable(),
  /** Decided again from the journal alone, it is the same to the last byte. */
  isReproduced: z.boolean(),
});

const ms = z.number().int().nonnegative();
const counts = z.record(z.string(), z.number().int());

const health = z.object({
  shardId: z.string(),
  configVersion: z.number().int(),
  lastSeq: z.number().int(),
  /** Promises of routing that its state breaks; there must be none. */
  violations: z.array(z.string()).readonly(),
  /** Since this instance began: appends that another instance was ahead of. */
  fenceConflicts: z.number().int(),
  waiting: z.number().int(),
  oldestWaitMs: ms.nullable(),
  /** How long something has been due that nobody did. */
  dueSinceMs: ms,
  /** How long the oldest act has been decided and not marked done: how far what follows the journal is behind it. */
  journalLagMs: ms,
  agents: z.number().int(),
  /** More agents than one shard should have: divide it. */
  isTooLarge: z.boolean(),
  /** What the reconciler mended, by kind, since the shard exists. */
  mended: counts,
});

const entry = z.looseObject({ seq: z.number().int(), at, configVersion: z.number().int() });
const tenantParams = z.object({ tenantId: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/) });

const whyNot = z.looseObject({
  /** `isNext`: the agent is the one who was chosen. `removed` names the filter in `obstacle`. */
  kind: z.string(),
});

export type DecisionView = z.infer<typeof decision>;

/** Why routing decided as it did. */
export const routingOperations = {
  explainRouting: operation({
    method: 'GET',
    path: '/interactions/{interactionId}/routing',
    summary:
      'What routing decided about an interaction, in order, each offer with everybody who might have had it. Answers 410 when the journal of that time is kept no more.',
    access: 'overseer',
    params: interaction,
    query: tenant,
    body: null,
    answer: z
      .object({ interactionId: z.string(), decisions: z.array(decision).readonly() })
      .meta({ id: 'RoutingExplanation' }),
  }),
  explainWhyNot: operation({
    method: 'GET',
    path: '/interactions/{interactionId}/routing/why-not/{agentId}',
    summary: 'Of each offer of an interaction, why it did not go to this agent.',
    access: 'overseer',
    params: interaction.extend({ agentId: z.string().min(1).max(100) }),
    query: tenant,
    body: null,
    answer: z
      .object({
        interactionId: z.string(),
        agentId: z.string(),
        offers: z
          .array(z.object({ shardId: z.string(), seq: z.number().int(), at, toAgentId: z.string(), whyNot }))
          .readonly(),
      })
      .meta({ id: 'WhyNot' }),
  }),
  readShardJournal: operation({
    method: 'GET',
    path: '/tenants/{tenantId}/shards/{shardId}/journal',
    summary:
      'What a shard decided, segment by segment, for a replay: ask again from the last entry on until none comes. Opaque ids only.',
    access: 'admin',
    params: tenantParams.extend({ shardId: z.string().min(1).max(60) }),
    /** Entries behind this number, beginning with the segment in which `from` falls. */
    query: z.object({ from: z.iso.datetime({ offset: true }), after: z.coerce.number().int().nonnegative() }),
    body: null,
    answer: z
      .object({
        /** The state in front of the segment's first entry; null: the shard was empty. */
        snapshot: z.looseObject({ seq: z.number().int() }).nullable(),
        entries: z.array(entry).readonly(),
      })
      .meta({ id: 'ShardJournal' }),
  }),
  getRoutingHealth: operation({
    method: 'GET',
    path: '/routing/health',
    summary: 'Whether routing keeps its promises, shard by shard.',
    access: 'supervisor',
    params: z.object({}),
    query: tenant,
    body: null,
    answer: z.object({ shards: z.array(health).readonly() }).meta({ id: 'RoutingHealth' }),
  }),
} as const;
