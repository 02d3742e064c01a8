import type { CompiledConfig } from '../../core/config/compiled';
import { lastSegment, openSegment } from '../../core/interaction/segments';
import type { Interaction } from '../../core/interaction/state';
import type { AgentId, InteractionRef } from '../../core/lib/ids';
import type { Changed } from '../lib/change-interaction';
import type { Deps } from '../lib/deps';
import { endTimings } from '../lib/end-timings';
import { FlowError } from '../lib/flow-error';
import { wrapUpChoicesOf } from '../lib/wrap-up-choices';
import { changeAsAgent } from './handle-interaction';

/** A code of another queue would count there: it is as unknown as one that nobody wrote down. */
function checkCode(config: CompiledConfig, interaction: Interaction, agentId: AgentId, code: string | null): void {
  const own = lastSegment(interaction, agentId);
  if (own === undefined) return;
  const choices = wrapUpChoicesOf(config, own.visit.queueId);
  // What is done already is told as done, whatever is asked now.
  if (code === null && choices.length > 0 && own.state.name !== 'done')
    throw invalidCode('This queue asks for a wrap-up code: choose one to complete.');
  if (code !== null && !choices.some((choice) => choice.code === code))
    throw invalidCode(`There is no wrap-up code ${code} in this queue.`);
}

const invalidCode = (message: string) =>
  new FlowError('invalid', message, [
    { path: 'body.wrapUpCode', message: 'must be one of the wrap-up codes of the queue' },
  ]);

/**
 * The agent ends it, or finishes wrap-up. `code` must be one of the queue's wrap-up codes, and null only where the queue has
 * none; anything else is `invalid`.
 */
export async function finishInteraction(
  deps: Deps,
  ref: InteractionRef,
  agentId: AgentId,
  code: string | null,
): Promise<Changed> {
  const { config } = await deps.configs.live(ref.tenantId);
  return changeAsAgent(deps, ref, agentId, ({ interaction }) => {
    checkCode(config, interaction, agentId, code);
    const isWrappingUp = openSegment(interaction, agentId)?.state.name === 'wrappingUp';
    // A code says that the agent is done; without one they still have their wrap-up time.
    const ends = code === null && !isWrappingUp ? 'conversation' : 'all';
    return { ...finish(deps, config, interaction, agentId), code, ends };
  });
}

/** The agent ends the conversation but not the notes, whose end alone asks for a code; what has ended already is left as it is. */
export async function endConversation(deps: Deps, ref: InteractionRef, agentId: AgentId): Promise<Changed> {
  const { config } = await deps.configs.live(ref.tenantId);
  return changeAsAgent(deps, ref, agentId, ({ interaction }) => ({
    ...finish(deps, config, interaction, agentId),
    code: null,
    ends: 'conversation',
  }));
}

const finish = ({ clock }: Deps, config: CompiledConfig, interaction: Interaction, agentId: AgentId) =>
  ({ type: 'finish', at: clock.now(), agentId, wrapUpMs: endTimings(config, interaction).wrapUpMs }) as const;
