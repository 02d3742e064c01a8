import { openSegment } from '../../core/interaction/segments';
import type { Interaction, QueueVisit } from '../../core/interaction/state';
import { agentIdOf, visitIdOf, type InteractionRef } from '../../core/lib/ids';
import type { CompiledConfig } from '../../core/config/compiled';
import { changeInteraction, type Changed } from '../lib/change-interaction';
import type { Deps } from '../lib/deps';
import { FlowError } from '../lib/flow-error';
import { visitInQueue } from '../lib/visit-in-queue';
import { visitAgain } from '../lose-agent';

/** A customer whom a supervisor takes from their agent. */
export interface TakingBack {
  readonly ref: InteractionRef;
  /** Who takes it: an opaque id. */
  readonly by: string;
  /** Null: the queue it was answered in. */
  readonly queueId: string | null;
}

/** A supervisor takes a customer from their agent: they wait again, in their old place, and the agent is free at once. */
export async function takeBack(deps: Deps, { ref, by, queueId }: TakingBack): Promise<Changed> {
  const { config } = await deps.configs.live(ref.tenantId);
  const visitId = visitIdOf(deps.ids.next());
  return changeInteraction(deps, ref, ({ interaction }) => {
    const held = heldBy(interaction);
    if (held === undefined) return null;
    const at = deps.clock.now();
    const again = visitAgain(interaction.facts, held.visit, visitId, at);
    const visit = elsewhere(config, interaction, again, queueId);
    return { type: 'loseAgent', at, agentId: agentIdOf(held.agentId), loss: 'takenBack', visit, wrapUpMs: 0, by };
  });
}

/** The segment of the agent who has the customer, or is being connected to them. */
export function heldBy(interaction: Interaction) {
  const { phase, segments } = interaction;
  if (phase.name !== 'active' && phase.name !== 'connecting') return undefined;
  const segment = segments[phase.segment];
  return segment === undefined ? undefined : openSegment(interaction, segment.agentId);
}

function elsewhere(
  config: CompiledConfig,
  { facts }: Interaction,
  visit: QueueVisit,
  queueId: string | null,
): QueueVisit {
  if (queueId === null || queueId === visit.queueId) return visit;
  const to = config.queues.get(queueId);
  if (to === undefined) throw new FlowError('invalid', `There is no queue ${queueId}.`);
  if (!to.channels.has(facts.channel)) throw new FlowError('refused', `${to.name} takes nobody of this channel.`);
  return visitInQueue(config, to, facts.channel, { before: visit, visitId: visit.visitId, at: visit.beganAt });
}
