import type { CompiledConfig } from '../core/config/compiled';
import type { CompiledFlow } from '../core/flow/compiled';
import { decodePosition } from '../core/flow/position-codec';
import type { FlowContext, FlowInput, FlowPosition } from '../core/flow/protocol';
import { step } from '../core/flow/step';
import type { InteractionCommand } from '../core/interaction/commands';
import type { Facts, Interaction } from '../core/interaction/state';
import { visitIdOf, shardIdOf, type InteractionRef } from '../core/lib/ids';
import { staffing } from '../core/routing/shard';
import { commandOfStep } from './command-of-step';
import type { SeenInteraction, StoredInteraction } from '../ports/interaction-store';
import { changeInteraction, type Changed } from './lib/change-interaction';
import type { Deps } from './lib/deps';
import { closedHoursAt } from './lib/local-time';

/** What goes with an input to the flow. */
interface Along {
  /** The interaction as it was read just now, if it was. */
  readonly known: StoredInteraction | null;
  /** The message that it came in: it is given once, however often that message is handled. */
  readonly messageKey: string | null;
  /** References that are kept with what it leads to, in the same write. */
  readonly refs: StoredInteraction['refs'];
}

const ALONE: Along = { known: null, messageKey: null, refs: {} };

/** Gives an input to the flow of an interaction: what it leads to is decided, saved and done. */
export async function stepFlow(
  deps: Deps,
  ref: InteractionRef,
  input: FlowInput,
  along: Partial<Along> = {},
): Promise<Changed> {
  const { known, messageKey, refs } = { ...ALONE, ...along };
  const stored = known ?? (await deps.interactions.load(ref));
  if (stored === undefined) return { kind: 'missing' };
  const next = positionOf(stored.interaction) === null ? null : await walk(deps, stored.interaction.facts, input);
  if (next === null) return { kind: 'ignored', reason: 'notInSelfService', stored };
  if (messageKey === null) return changeInteraction(deps, ref, next, { known: stored, refs });
  const heard = heardRef(messageKey);
  const once = (latest: StoredInteraction) => (heard in latest.refs ? null : next(latest));
  return changeInteraction(deps, ref, once, { known: stored, refs: { ...refs, [heard]: input.kind } });
}

/** Kept for each message that the flow has heard. */
export const heardRef = (messageKey: string): string => `heard:${messageKey}`;

/**
 * Where an input leads, whatever the interaction has become by then; a null command leads nowhere. Null when its flow is
 * not configured.
 */
export async function walk(
  deps: Deps,
  facts: Facts,
  input: FlowInput,
): Promise<((stored: SeenInteraction) => InteractionCommand | null) | null> {
  const { config } = await deps.configs.at(facts.tenantId, facts.configVersion);
  const flow = config.flows.get(facts.flowId);
  if (flow === undefined) return null;
  const context = await contextOf(deps, facts, config, flow);
  const visitId = visitIdOf(deps.ids.next());
  return ({ interaction }) => {
    const from = positionOf(interaction);
    const walked = from === null ? null : step(flow, from, input, context);
    if (walked === null || walked.outcome === 'nothing') return null;
    return commandOfStep({ config, interaction, walked, visitId, at: deps.clock.now() });
  };
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
