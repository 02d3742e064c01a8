import type { AgentId, InteractionRef } from '../../core/lib/ids';
import type { Changed } from '../lib/change-interaction';
import type { Deps } from '../lib/deps';
import { endTimings } from '../lib/end-timings';
import { FlowError } from '../lib/flow-error';
import { changeAsAgent } from './handle-interaction';

/** The agent ends it, or finishes wrap-up. `code` must be one of the queue's wrap-up codes; null leaves wrap-up time. */
export async function finishInteraction(
  deps: Deps,
  ref: InteractionRef,
  agentId: AgentId,
  code: string | null,
): Promise<Changed> {
  const { config } = await deps.configs.live(ref.tenantId);
  if (code !== null && !config.wrapUpCodes.has(code))
    throw new FlowError('invalid', `There is no wrap-up code ${code}.`);
  return changeAsAgent(deps, ref, agentId, ({ interaction }) => ({
    type: 'finish',
    at: deps.clock.now(),
    agentId,
    code,
    wrapUpMs: endTimings(config, interaction).wrapUpMs,
  }));
}
