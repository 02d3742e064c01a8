import type { CompiledConfig } from '../../core/config/compiled';
import type { Interaction } from '../../core/interaction/state';
import type { AgentId, InteractionRef } from '../../core/lib/ids';
import type { Changed } from '../lib/change-interaction';
import type { Deps } from '../lib/deps';
import { endTimings } from '../lib/end-timings';
import { FlowError } from '../lib/flow-error';
import { wrapUpChoicesOf } from '../lib/wrap-up-choices';
import { changeAsAgent } from './handle-interaction';

/** A code of another queue would count there: it is as unknown as one that nobody wrote down. */
function checkCode(config: CompiledConfig, { segments }: Interaction, agentId: AgentId, code: string | null): void {
  const own = segments.filter((segment) => segment.agentId === agentId).at(-1);
  if (code === null || own === undefined) return;
  if (!wrapUpChoicesOf(config, own.visit.queueId).some((choice) => choice.code === code))
    throw new FlowError('invalid', `There is no wrap-up code ${code} in this queue.`);
}

/** The agent ends it, or finishes wrap-up. `code` must be one of the queue's wrap-up codes; null leaves wrap-up time. */
export async function finishInteraction(
  deps: Deps,
  ref: InteractionRef,
  agentId: AgentId,
  code: string | null,
): Promise<Changed> {
  const { config } = await deps.configs.live(ref.tenantId);
  return changeAsAgent(deps, ref, agentId, ({ interaction }) => {
    checkCode(config, interaction, agentId, code);
    const { wrapUpMs } = endTimings(config, interaction);
    return { type: 'finish', at: deps.clock.now(), agentId, code, wrapUpMs };
  });
}
