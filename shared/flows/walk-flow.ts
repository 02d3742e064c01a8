import type { CompiledConfig } from '../core/config/compiled';
import type { CompiledFlow } from '../core/flow/compiled';
import { decodePosition } from '../core/flow/position-codec';
import type { FlowContext, FlowInput, FlowPosition, FlowStep } from '../core/flow/protocol';
import { step } from '../core/flow/step';
import type { FlowCommand } from '../core/interaction/commands';
import { visitOf } from '../core/interaction/phases';
import type { Facts, Interaction, VisitOutcome } from '../core/interaction/state';
import { visitIdOf, shardIdOf, type InteractionRef } from '../core/lib/ids';
import { never } from '../core/lib/never';
import { staffing } from '../core/routing/shard';
import { commandOfStep } from './command-of-step';
import type { SeenInteraction, StoredInteraction } from '../ports/interaction-store';
import { changeInteraction, type Changed } from './lib/change-interaction';
import { loadWhere } from './lib/load-where';
import type { Deps } from './lib/deps';
import { closedHoursAt } from './lib/local-time';
import { mayCallBack } from './voice/may-call-back';

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
  const stored = await loadWhere(deps, ref, ({ interaction }) => positionOf(interaction) !== null, known);
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
  positionIn: PositionIn = positionOf,
): Promise<((stored: SeenInteraction) => FlowCommand | null) | null> {
  const { config } = await deps.configs.at(facts.tenantId, facts.configVersion);
  const flow = config.flows.get(facts.flowId);
  if (flow === undefined) return null;
  const known = await contextOf(deps, facts, config, flow);
  const visitId = visitIdOf(deps.ids.next());
  const promises = [...flow.nodes.values()].some(({ kind }) => kind === 'callback');
  const tried = (from: FlowPosition) => step(flow, from, input, known);
  const refused = promises ? await uncallable(deps, facts, tried, positionIn) : known.uncallable;
  const context = { ...known, uncallable: refused };
  return ({ interaction }) => {
    const from = positionIn(interaction);
    const walked = from === null ? null : step(flow, from, input, context);
    if (walked === null || walked.outcome === 'nothing') return null;
    return commandOfStep({ config, interaction, walked, visitId, at: deps.clock.now() });
  };
}

/**
 * A customer leaves their queue by the flow: the visit ends and the flow goes on in one write. `visitId` is the visit
 * that the input is about: a later one is not left for it. Where the flow lets them wait on, the input is ignored.
 */
export async function leaveQueueByFlow(
  deps: Deps,
  ref: InteractionRef,
  visitId: string,
  inputFor: (turn: number) => FlowInput,
): Promise<Changed> {
  const isInVisit = ({ interaction }: StoredInteraction) => visitOf(interaction.phase)?.visitId === visitId;
  const stored = await loadWhere(deps, ref, isInVisit);
  if (stored === undefined) return { kind: 'missing' };
  const visit = visitOf(stored.interaction.phase);
  const position = visit?.visitId === visitId ? decodePosition(visit.position) : null;
  if (position?.state !== 'queued') return { kind: 'ignored', reason: 'otherVisit', stored };
  const next = await walk(deps, stored.interaction.facts, inputFor(position.turn), queuedPosition);
  if (next === null) return { kind: 'ignored', reason: 'notInSelfService', stored };
  return changeInteraction(
    deps,
    ref,
    (seen) => {
      const then = next(seen);
      const at = deps.clock.now();
      return then === null ? null : { type: 'leaveQueue', at, visitId, outcome: outcomeOf(then), then };
    },
    { known: stored, refs: {} },
  );
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

/** A call that is promised must be one that we may make: the number is judged before the caller is told. */
async function uncallable(
  deps: Deps,
  facts: Facts,
  tried: (from: FlowPosition) => FlowStep,
  positionIn: PositionIn,
): Promise<ReadonlySet<string>> {
  const refused = new Set<string>();
  const stored = await deps.interactions.load(facts);
  const from = stored === undefined ? null : positionIn(stored.interaction);
  for (const effect of from === null ? [] : tried(from).effects) {
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

/** Whether an interaction has come to a step of its flow, or past it: a step that was answered has been there. */
export const hasReached =
  (turn: number) =>
  ({ interaction: { phase } }: SeenInteraction): boolean => {
    if (phase.name === 'arriving') return false;
    const position = phase.name === 'selfService' ? decodePosition(phase.position) : null;
    return position === null || !('turn' in position) || position.turn >= turn;
  };

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
