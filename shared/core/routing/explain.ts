import { nextChoice } from './choose-offer';
import { choiceOf, holdsAnything } from './eligibility';
import type { Obstacle } from './obstacle';
import { obstacleNow } from './preference';
import { figureOf } from './rank-agents';
import type { Agent, ShardState, Visit } from './state';
import type {
  AgentId,
  Channel,
  ChoiceRule,
  DecidingRule,
  ExpectedWait,
  OfferId,
  QueueId,
  Requirement,
  RoutingStep,
  VisitId,
} from './types';

/** One agent as a visit sees them. */
export interface Candidate {
  readonly agentId: AgentId;
  readonly isAtWork: boolean;
  readonly idleSinceAt: number;
  /** What the queue's rule compares, lower first. Null for the rule that compares instants only. */
  readonly figure: number | null;
  /** The filter that removed them. Null: eligible. */
  readonly obstacle: Obstacle | null;
}

/** Why a visit is offered to whom it is, or to nobody. */
export interface Explanation {
  readonly visitId: VisitId;
  readonly queueId: QueueId;
  readonly channel: Channel;
  readonly configVersion: number;
  /** The rule of its queue by which it is routed. Null: none matched. */
  readonly queueRule: string | null;
  /** Which routing step is in force, from 0, and what it asks. */
  readonly step: number;
  readonly asks: RoutingStep | null;
  /** What is asked of an agent's skills now: of the step and beside it, what has not been given up. */
  readonly need: readonly Requirement[];
  /** How is chosen among the eligible: as the step says, or the queue. */
  readonly choice: ChoiceRule;
  readonly priority: number;
  readonly dueAt: number;
  /** The wait that was to be expected when it entered. Null: nothing was known, or somebody was free. */
  readonly promised: ExpectedWait | null;
  /** The live offer, the first where several are. */
  readonly offeredAs: OfferId | null;
  readonly offerIds: readonly OfferId[];
  /** How many offers may be live at once. */
  readonly offersAllowed: number;
  /** The visit that is offered before this one. Null: none that can be. */
  readonly behindVisitId: VisitId | null;
  /** Every agent of the shard, in the order of the queue's rule; where it ties those who hold nothing first, the longest idle in front. */
  readonly candidates: readonly Candidate[];
  readonly chosen: Chosen | null;
}

/** Who gets the offer, and by which rule before the others; `figure` is what that rule compared. */
export interface Chosen {
  readonly agentId: AgentId;
  readonly rule: DecidingRule;
  readonly idleSinceAt: number;
  /** Otherwise eligible agents ahead of the chosen one who were cooling down from this visit. */
  readonly passedOver: number;
  readonly figure?: number;
}

/**
 * Asked of the state before an offer's entry (the nearest snapshot and the entries up to that one), `chosen` is what the entry decided,
 * with the same rule and figures. It looks at every agent by itself, without the index that decisions use.
 */
export function explain(state: ShardState, visitId: VisitId): Explanation | undefined {
  const visit = state.visits.get(visitId);
  if (visit === undefined) return undefined;
  const choice = choiceOf(visit);
  const [offeredAs = null] = visit.offerIds;
  const inOrder = [...state.agents.values()].sort(compareIdle).map((agent) => candidateFor(state, visit, agent));
  const candidates = inOrder.sort((a, b) => (a.figure ?? 0) - (b.figure ?? 0));
  const next = nextChoice(state)?.visit.visitId;
  return {
    visitId,
    queueId: visit.queueId,
    channel: visit.channel,
    configVersion: state.configVersion,
    queueRule: visit.plan.rule ?? null,
    step: visit.step,
    asks: visit.steps[visit.step] ?? null,
    need: visit.need,
    choice,
    priority: visit.priority,
    dueAt: visit.dueAt,
    promised: visit.promised,
    offeredAs,
    offerIds: visit.offerIds,
    offersAllowed: visit.allowed,
    behindVisitId: next === undefined || next === visitId ? null : next,
    candidates,
    chosen: visit.offerIds.length < visit.allowed ? choose(visit, candidates) : null,
  };
}

const compareIdle = (a: Agent, b: Agent): number =>
  Number(holdsAnything(a)) - Number(holdsAnything(b)) || a.idleSeq - b.idleSeq;

const candidateFor = ({ index }: ShardState, visit: Visit, agent: Agent): Candidate => ({
  agentId: agent.agentId,
  isAtWork: holdsAnything(agent),
  idleSinceAt: agent.idleSinceAt,
  figure: figureOf(choiceOf(visit), agent, visit),
  obstacle: obstacleNow(index, agent, visit),
});

function choose(visit: Visit, candidates: readonly Candidate[]): Chosen | null {
  const eligible = candidates.filter((candidate) => candidate.obstacle === null);
  const preferred = eligible.find(({ agentId }) => agentId === visit.preferredAgentId);
  const chosen = preferred ?? eligible[0];
  if (chosen === undefined) return null;
  const ahead = candidates.slice(0, candidates.indexOf(chosen));
  const isByFigure = preferred === undefined && chosen.figure !== null;
  return {
    agentId: chosen.agentId,
    rule: preferred === undefined ? choiceOf(visit) : 'preferredAgent',
    idleSinceAt: chosen.idleSinceAt,
    passedOver: ahead.filter((candidate) => candidate.obstacle?.kind === 'coolingDown').length,
    ...(isByFigure ? { figure: chosen.figure } : {}),
  };
}

/** Why an agent is not offered a visit at this moment. */
export type WhyNot =
  | { readonly kind: 'unknownVisit' }
  | { readonly kind: 'notSignedIn' }
  | { readonly kind: 'offeredAlready'; readonly offerId: OfferId }
  | { readonly kind: 'removed'; readonly obstacle: Obstacle }
  /** Another agent comes first, by this rule. */
  | { readonly kind: 'otherAgentFirst'; readonly agentId: AgentId; readonly rule: DecidingRule }
  /** The agent would have it, but another visit is offered first; after that it is asked anew. */
  | { readonly kind: 'otherVisitFirst'; readonly visitId: VisitId }
  /** The next match offers it to them. */
  | { readonly kind: 'isNext'; readonly rule: DecidingRule };

/** Why the next match would not offer the visit to the agent. */
export function whyNot(state: ShardState, visitId: VisitId, agentId: AgentId): WhyNot {
  const explanation = explain(state, visitId);
  if (explanation === undefined) return { kind: 'unknownVisit' };
  if (explanation.offeredAs !== null && explanation.offerIds.length >= explanation.offersAllowed)
    return { kind: 'offeredAlready', offerId: explanation.offeredAs };
  const candidate = explanation.candidates.find((other) => other.agentId === agentId);
  if (candidate === undefined) return { kind: 'notSignedIn' };
  if (candidate.obstacle !== null) return { kind: 'removed', obstacle: candidate.obstacle };
  return firstOfTheEligible(explanation, agentId);
}

function firstOfTheEligible({ chosen, behindVisitId }: Explanation, agentId: AgentId): WhyNot {
  // Somebody is eligible, so somebody is chosen.
  if (chosen === null) return { kind: 'notSignedIn' };
  const { rule } = chosen;
  if (chosen.agentId !== agentId) return { kind: 'otherAgentFirst', agentId: chosen.agentId, rule };
  return behindVisitId === null ? { kind: 'isNext', rule } : { kind: 'otherVisitFirst', visitId: behindVisitId };
}
