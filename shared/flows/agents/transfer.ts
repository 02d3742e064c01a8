import type { Agent, CompiledConfig, Queue } from '../../core/config/compiled';
import { handoverOf, inCharge } from '../../core/interaction/decide-transfer';
import { forAnyone } from '../../core/interaction/outcomes';
import type { Facts, HandoverTarget, QueueVisit } from '../../core/interaction/state';
import { agentIdOf, queueIdOf, shardIdOf, visitIdOf, type AgentId, type InteractionRef } from '../../core/lib/ids';
import { changeInteraction, type Changed } from '../lib/change-interaction';
import type { Deps } from '../lib/deps';
import { FlowError } from '../lib/flow-error';
import { openingOf } from '../lib/local-time';
import { visitInQueue } from '../lib/visit-in-queue';
import { agentWork } from './agent-work';
import { consult } from './consult';
import { changeAsAgent, interactionOfAgent } from './handle-interaction';

/** To whom a customer is handed over. */
export type TransferTarget =
  | { readonly kind: 'queue'; readonly queueId: string }
  | { readonly kind: 'agent'; readonly agentId: string }
  /** A Teams auto attendant or call queue, which has the caller as soon as it answers. */
  | { readonly kind: 'voiceApp'; readonly voiceAppId: string };

/** An agent hands a customer over. */
export interface TransferRequest {
  readonly ref: InteractionRef;
  readonly agentId: AgentId;
  readonly to: TransferTarget;
  /** For whoever gets the customer. */
  readonly note: string | null;
}

/** Where they would wait, and for whom. */
interface Destination {
  readonly to: HandoverTarget;
  readonly visitFor: (facts: Facts, before: QueueVisit) => QueueVisit;
}

/**
 * Hands a customer over. To a queue they go at once, when its shard has them on record; with a colleague they are when the
 * colleague accepts; with what answers for Teams when it does, as without a consultation. A target that cannot take them is refused before anything moves.
 */
export async function transferInteraction(deps: Deps, request: TransferRequest): Promise<Changed> {
  const { ref, agentId, to } = request;
  if (to.kind === 'voiceApp') return consult(deps, { ref, agentId, with: to, isBlind: true });
  return handOver(deps, { ...request, to });
}

/** To those of ours. */
interface HandoverRequest extends TransferRequest {
  readonly to: Exclude<TransferTarget, { readonly kind: 'voiceApp' }>;
}

async function handOver(deps: Deps, request: HandoverRequest): Promise<Changed> {
  const { ref, agentId } = request;
  const known = await interactionOfAgent(deps, ref, agentId);
  const { config } = await deps.configs.live(ref.tenantId);
  const { to, visitFor } = await destinationOf(deps, config, request, known.interaction.facts);
  const changed = await changeInteraction(
    deps,
    ref,
    ({ interaction }) => {
      const visit = inCharge(interaction)?.visit;
      if (visit === undefined) return null;
      return { type: 'transfer', at: deps.clock.now(), agentId, to, visit: visitFor(interaction.facts, visit) };
    },
    { known, refs: {} },
  );
  if (changed.kind === 'changed' && to.kind === 'queue') refuseUnmoved(changed.stored.interaction, agentId);
  return changed;
}

/** What was open a moment ago may be closed to its shard. */
function refuseUnmoved(interaction: Parameters<typeof inCharge>[0], agentId: AgentId): void {
  const isStillTheirs = inCharge(interaction)?.agentId === agentId && handoverOf(interaction) === undefined;
  if (isStillTheirs)
    throw new FlowError('refused', 'The queue does not take anybody now; the customer is still yours.');
}

async function destinationOf(
  deps: Deps,
  config: CompiledConfig,
  { ref, agentId, to, note }: HandoverRequest,
  { channel }: Facts,
): Promise<Destination> {
  const at = deps.clock.now();
  const handedOver = { by: agentId, note };
  const visitId = visitIdOf(deps.ids.next());
  if (to.kind === 'queue') {
    const queue = openQueue(config, to.queueId, channel, at);
    return {
      to: { kind: 'queue' },
      visitFor: (facts, before) => ({
        ...visitInQueue(config, queue, facts.channel, { before: forAnyone(before), visitId, at }),
        preferredAgentId: null,
        deadlineAt: at + queue.maxWaitMs,
        handedOver,
      }),
    };
  }
  const agent = await readyAgent(deps, config, ref, to.agentId);
  return {
    to: { kind: 'agent', agentId: agentIdOf(agent.id) },
    visitFor: (_facts, before) => ({
      ...before,
      ...placeOf(agent, before),
      visitId,
      attempt: 0,
      beganAt: at,
      preferredAgentId: null,
      onlyAgentId: agentIdOf(agent.id),
      handedOver,
    }),
  };
}

/** A queue that takes customers of the channel now. */
function openQueue(config: CompiledConfig, queueId: string, channel: Facts['channel'], at: number): Queue {
  const queue = config.queues.get(queueId);
  if (queue === undefined) throw new FlowError('invalid', `There is no queue ${queueId}.`);
  if (!queue.channels.has(channel)) throw new FlowError('refused', `${queue.name} takes nobody of this channel.`);
  const hours = config.hours.get(queue.hoursId ?? '');
  if (hours !== undefined && !openingOf(hours)(at).isOpen)
    throw new FlowError('refused', `${queue.name} is closed now.`);
  return queue;
}

async function readyAgent(deps: Deps, config: CompiledConfig, ref: InteractionRef, agentId: string): Promise<Agent> {
  const agent = config.agents.get(agentId);
  if (agent === undefined) throw new FlowError('invalid', `There is no agent ${agentId}.`);
  const { availability, veto } = await agentWork(deps, ref.tenantId, agentIdOf(agent.id));
  if (availability.kind !== 'ready') throw new FlowError('refused', `${agent.name} is not Ready.`);
  if (veto !== undefined) throw new FlowError('refused', `${agent.name} is busy in Teams, or not there.`);
  return agent;
}

/** A colleague is reached in their own shard; where they work in the customer's queue too, the visit stays in it. */
function placeOf({ shardId, queueIds }: Agent, { queueId }: QueueVisit): Pick<QueueVisit, 'queueId' | 'shardId'> {
  const own = queueIds.includes(queueId) ? queueId : queueIdOf(queueIds[0] ?? queueId);
  return { queueId: own, shardId: shardIdOf(shardId) };
}

/** The agent keeps a customer whom nobody has taken yet. */
export const cancelTransfer = (deps: Deps, ref: InteractionRef, agentId: AgentId): Promise<Changed> =>
  changeAsAgent(deps, ref, agentId, ({ interaction }) =>
    inCharge(interaction)?.agentId === agentId
      ? { type: 'failHandover', at: deps.clock.now(), visitId: null, why: 'cancelled' }
      : null,
  );
