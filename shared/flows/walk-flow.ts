import type { CompiledConfig } from '../core/config/compiled';
import type { CompiledFlow } from '../core/flow/compiled';
import { decodePosition } from '../core/flow/position-codec';
import type { FlowContext, FlowInput, FlowPosition } from '../core/flow/protocol';
import { step } from '../core/flow/step';
import type { Interaction } from '../core/interaction/state';
import { visitIdOf, shardIdOf, type InteractionRef } from '../core/lib/ids';
import { staffing } from '../core/routing/shard';
import { commandOfStep } from './command-of-step';
import type { StoredInteraction } from '../ports/interaction-store';
import { changeInteraction, type Changed } from './lib/change-interaction';
import type { Deps } from './lib/deps';
import { closedHoursAt } from './lib/local-time';

/**
 * Gives an input to the flow of an interaction: what it leads to is decided, saved and done, with `refs` kept beside it.
 * With the key of the message that it came in, it is given once, however often that message is handled.
 */
export async function stepFlow(
  deps: Deps,
  ref: InteractionRef,
  input: FlowInput,
  messageKey?: string,
  refs: StoredInteraction['refs'] = {},
): Promise<Changed> {
  const stored = await deps.interactions.load(ref);
  if (stored === undefined) return { kind: 'missing' };
  const { facts } = stored.interaction;
  const { config } = await deps.configs.at(facts.tenantId, facts.configVersion);
  const flow = config.flows.get(facts.flowId);
  const position = positionOf(stored.interaction);
  if (flow === undefined || position === null) return { kind: 'ignored', reason: 'notInSelfService', stored };
  const context = await contextOf(deps, ref, config, flow);
  const visitId = visitIdOf(deps.ids.next());
  const heard = messageKey === undefined ? undefined : `heard:${messageKey}`;
  const commandFor = ({ interaction, refs: kept }: StoredInteraction) => {
    const from = positionOf(interaction);
    if (from === null || (heard !== undefined && heard in kept)) return null;
    const walked = step(flow, from, input, context);
    return walked.outcome === 'nothing'
      ? null
      : commandOfStep({ config, interaction, walked, visitId, at: deps.clock.now() });
  };
  const brought = heard === undefined ? refs : { ...refs, [heard]: input.kind };
  return changeInteraction(deps, ref, commandFor, { known: stored, refs: brought });
}

/** Where an interaction stands in its flow; null once it left self-service. */
function positionOf({ phase }: Interaction): FlowPosition | null {
  if (phase.name === 'arriving') return { state: 'notStarted' };
  return phase.name === 'selfService' ? (decodePosition(phase.position) ?? { state: 'notStarted' }) : null;
}

async function contextOf(
  deps: Deps,
  ref: InteractionRef,
  config: CompiledConfig,
  flow: CompiledFlow,
): Promise<FlowContext> {
  const queueIds = new Set([...flow.nodes.values()].flatMap((node) => (node.kind === 'queue' ? [node.queueId] : [])));
  const unstaffed = await Promise.all(
    [...queueIds].map(async (queueId) => {
      const queue = config.queues.get(queueId);
      if (queue === undefined) return [queueId];
      const shard = { tenantId: ref.tenantId, shardId: shardIdOf(queue.shardId) };
      const { signedIn } = await deps.shards.ask(shard, (state) => staffing(state, queueId));
      return signedIn === 0 ? [queueId] : [];
    }),
  );
  return {
    closedHours: closedHoursAt(config.hours.values(), deps.clock.now()),
    unstaffedQueues: new Set(unstaffed.flat()),
  };
}
