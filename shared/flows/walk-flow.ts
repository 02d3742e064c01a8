import type { CompiledConfig } from '../core/config/compiled';
import type { CompiledFlow } from '../core/flow/compiled';
import { decodePosition } from '../core/flow/position-codec';
import type { FlowContext, FlowInput, FlowPosition, FlowStep } from '../core/flow/protocol';
import { step } from '../core/flow/step';
import type { FlowCommand } from '../core/interaction/commands';
import { visitOf } from '../core/interaction/evolve';
import type { Facts, Interaction, VisitOutcome } from '../core/interaction/state';
import { visitIdOf, shardIdOf, type InteractionRef } from '../core/lib/ids';
import { never } from '../core/lib/never';
import { staffing } from '../core/routing/shard';
import { commandOfStep } from './command-of-step';
import type { StoredInteraction } from '../ports/interaction-store';
import { changeInteraction, type Changed } from './lib/change-interaction';
import type { Deps } from './lib/deps';
import { closedHoursAt } from './lib/local-time';
import { mayCallBack } from './voice/may-call-back';

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
  const prepared = await prepare(deps, ref, input, positionOf);
  if (prepared.kind !== 'ready') return prepared;
  const heard = messageKey === undefined ? undefined : `heard:${messageKey}`;
  const commandFor = (stored: StoredInteraction) =>
    heard !== undefined && heard in stored.refs ? null : prepared.commandFor(stored);
  const brought = heard === undefined ? refs : { ...refs, [heard]: input.kind };
  return changeInteraction(deps, ref, commandFor, { known: prepared.stored, refs: brought });
}

/**
 * A customer leaves their queue by the flow: the visit ends and the flow goes on in one write. `visitId` is the visit
 * that the input is about: a later one is not left for it. `null` is answered where the flow lets them wait.
 */
export async function leaveQueueByFlow(
  deps: Deps,
  ref: InteractionRef,
  visitId: string,
  inputFor: (turn: number) => FlowInput,
): Promise<Changed> {
  const input = await queuedInput(deps, ref, visitId, inputFor);
  const prepared = await prepare(deps, ref, input ?? { kind: 'agentAnswered' }, queuedPosition);
  if (prepared.kind !== 'ready') return prepared;
  if (input === null) return { kind: 'ignored', reason: 'otherVisit', stored: prepared.stored };
  return changeInteraction(
    deps,
    ref,
    (stored) => {
      const then = prepared.commandFor(stored);
      const at = deps.clock.now();
      return then === null ? null : { type: 'leaveQueue', at, visitId, outcome: outcomeOf(then), then };
    },
    { known: prepared.stored, refs: {} },
  );
}

async function queuedInput(
  deps: Deps,
  ref: InteractionRef,
  visitId: string,
  inputFor: (turn: number) => FlowInput,
): Promise<FlowInput | null> {
  const stored = await deps.interactions.load(ref);
  const visit = stored === undefined ? null : visitOf(stored.interaction.phase);
  const position = visit?.visitId === visitId ? decodePosition(visit.position) : null;
  return position?.state === 'queued' ? inputFor(position.turn) : null;
}

function outcomeOf(then: FlowCommand): VisitOutcome {
  switch (then.type) {
    case 'defer':
      return then.work.kind;
    case 'enqueue':
      return 'overflowed';
    case 'moveInFlow':
      return then.task?.kind === 'transfer' ? 'transferredOut' : leadsTo(then.position);
    case 'end':
      return 'expired';
    default:
      return never(then);
  }
}

/** Whoever is about to leave a voicemail has left the queue for it. */
const leadsTo = (position: string): VisitOutcome =>
  decodePosition(position)?.state === 'recording' ? 'voicemail' : 'expired';

type PositionIn = (interaction: Interaction) => FlowPosition | null;

interface Ready {
  readonly kind: 'ready';
  readonly stored: StoredInteraction;
  readonly commandFor: (stored: StoredInteraction) => FlowCommand | null;
}

/** All that a step needs to know, asked before it is decided: deciding itself asks nobody. */
async function prepare(
  deps: Deps,
  ref: InteractionRef,
  input: FlowInput,
  positionIn: PositionIn,
): Promise<Ready | Exclude<Changed, { kind: 'changed' }>> {
  const stored = await deps.interactions.load(ref);
  if (stored === undefined) return { kind: 'missing' };
  const { facts } = stored.interaction;
  const { config } = await deps.configs.at(facts.tenantId, facts.configVersion);
  const flow = config.flows.get(facts.flowId);
  const position = positionIn(stored.interaction);
  if (flow === undefined || position === null) return { kind: 'ignored', reason: 'notInSelfService', stored };
  const known = await contextOf(deps, ref, config, flow);
  const context = { ...known, uncallable: await uncallable(deps, facts, step(flow, position, input, known)) };
  const visitId = visitIdOf(deps.ids.next());
  const commandFor = ({ interaction }: StoredInteraction) => {
    const from = positionIn(interaction);
    const walked = from === null ? null : step(flow, from, input, context);
    return walked?.outcome !== 'moved'
      ? null
      : commandOfStep({ config, interaction, walked, visitId, at: deps.clock.now() });
  };
  return { kind: 'ready', stored, commandFor };
}

/** A call that is promised must be one that we may make: the number is judged before the caller is told. */
async function uncallable(deps: Deps, facts: Facts, { effects }: FlowStep): Promise<ReadonlySet<string>> {
  const refused = new Set<string>();
  for (const effect of effects) {
    if (effect.kind !== 'callBack') continue;
    const permission = await mayCallBack(deps, facts, effect.number);
    if (permission.kind === 'refused' && permission.code !== 'quietHours') refused.add(effect.number);
  }
  return refused;
}

/** Where an interaction stands in its flow; null once it left self-service. */
function positionOf({ phase }: Interaction): FlowPosition | null {
  if (phase.name === 'arriving') return { state: 'notStarted' };
  return phase.name === 'selfService' ? (decodePosition(phase.position) ?? { state: 'notStarted' }) : null;
}

/** Where an interaction that waits left its flow; an agent who is on the way to a call keeps it there. */
function queuedPosition({ phase }: Interaction): FlowPosition | null {
  const visit = phase.name === 'connecting' ? null : visitOf(phase);
  return visit === null ? null : decodePosition(visit.position);
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
  const now = deps.clock.now();
  return {
    now,
    closedHours: closedHoursAt(config.hours.values(), now),
    unstaffedQueues: new Set(unstaffed.flat()),
    uncallable: new Set(),
  };
}
