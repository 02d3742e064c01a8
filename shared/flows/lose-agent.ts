import type { AgentLoss } from '../core/interaction/events';
import type { Facts, QueueVisit } from '../core/interaction/state';
import { visitIdOf, type AgentId, type InteractionRef, type VisitId } from '../core/lib/ids';
import { forAnyone } from '../core/interaction/outcomes';
import { changeInteraction } from './lib/change-interaction';
import type { Deps } from './lib/deps';
import { wrapUpMsOf } from './lib/end-timings';

/**
 * An agent vanished: what they held goes back to its queue, a text in its old place, a caller first of all. Calls do not say why
 * somebody left, and most who leave have ended the call in their own way: they get their time for notes.
 */
export async function loseAgent(deps: Deps, ref: InteractionRef, agentId: AgentId, loss: AgentLoss): Promise<void> {
  const { config } = await deps.configs.live(ref.tenantId);
  const visitId = visitIdOf(deps.ids.next());
  await changeInteraction(deps, ref, ({ interaction }) => {
    const segment = interaction.segments.find((one) => one.agentId === agentId && one.state.name !== 'done');
    if (segment === undefined) return null;
    const at = deps.clock.now();
    const visit = visitAgain(interaction.facts, segment.visit, visitId, at);
    const wrapUpMs = loss === 'legFailed' ? wrapUpMsOf(config, interaction) : 0;
    return { type: 'loseAgent', at, agentId, loss, visit, wrapUpMs };
  });
}

/** The visit of somebody who goes back to the queue they were answered in. */
export function visitAgain({ channel, openedAt }: Facts, before: QueueVisit, visitId: VisitId, at: number): QueueVisit {
  return {
    ...forAnyone(before),
    visitId,
    attempt: 0,
    beganAt: at,
    // A caller who was cut off goes to the head: whoever waits now has hardly waited since before this call began.
    priority: channel === 'voice' ? 0 : before.priority,
    waitingSince: channel === 'voice' ? openedAt : before.waitingSince,
    targetMs: channel === 'voice' ? 0 : before.targetMs,
    preferredAgentId: null,
    deadlineAt: at + (before.deadlineAt - before.beganAt),
  };
}
