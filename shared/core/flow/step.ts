import type { CompiledFlow } from './compiled';
import type { FlowContext, FlowInput, FlowPosition, FlowStep } from './protocol';

/**
 * Moves an interaction through its flow. Total: every input is answered in every position, and doing nothing says why.
 * Commits to nothing itself: the caller stores `position` together with `effects`, then does the effects in order.
 */
export function step(flow: CompiledFlow, position: FlowPosition, input: FlowInput, context: FlowContext): FlowStep {
  void [flow, input, context];
  return { outcome: 'nothing', reason: 'notStarted', position, effects: [] };
}
