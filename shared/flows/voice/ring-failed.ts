import type { InteractionCommand } from '../../core/interaction/commands';
import type { Interaction } from '../../core/interaction/state';
import { agentIdOf, type InteractionRef } from '../../core/lib/ids';
import { changeInteraction } from '../lib/change-interaction';
import type { Deps } from '../lib/deps';
import { loseAgent } from '../lose-agent';
import type { CallContext } from './call-context';

type Ring = Extract<CallContext, { kind: 'ring' }>;

/** Nobody picked up in Teams. An agent who had pressed Connect all the same has a customer who hears nobody. */
export async function ringFailed(
  deps: Deps,
  ref: InteractionRef,
  ring: Ring,
  failure: 'notAnswered' | 'declined',
): Promise<void> {
  const agentId = agentIdOf(ring.agentId);
  const changed = await changeInteraction(deps, ref, ({ interaction }): InteractionCommand | null =>
    isOpen(interaction, ring) ? { type: 'failConnect', at: deps.clock.now(), agentId, failure } : null,
  );
  const isTalking = changed.kind === 'ignored' && changed.stored.interaction.phase.name === 'active';
  if (isTalking && isOpen(changed.stored.interaction, ring)) await loseAgent(deps, ref, agentId, 'legFailed');
}

/** A report of an earlier ringing of the same agent is not about this one. */
const isOpen = ({ segments }: Interaction, { assignmentId }: Ring): boolean =>
  segments.some((segment) => segment.assignmentId === assignmentId && segment.state.name !== 'done');
