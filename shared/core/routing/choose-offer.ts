import { firstOf, popFrom } from './heap';
import { isOpen } from './channel-bits';
import { choiceOf } from './eligibility';
import { obstacleNow } from './preference';
import { compareAgents, compareVisits } from './queue-index';
import type { Obstacle } from './obstacle';
import type { Agent, Candidacy, Index, ShardState, Visit, WaitingLine } from './state';
import { figureOf } from './rank-agents';
import type { ChoiceRule, DecidingRule } from './types';
import { beCandidate, isCurrent } from './waiting';

/** Who is offered what next, and by which rule. */
export interface Choice {
  readonly visit: Visit;
  readonly agent: Agent;
  readonly rule: DecidingRule;
  /** Eligible agents ahead of the chosen one who were cooling down from this visit. */
  readonly passedOver: number;
  /** What the rule compared, of the chosen one. Null for rules that compare instants only. */
  readonly figure: number | null;
}

/**
 * The first waiting visit, by order, that some agent can be offered, and the agent for it; undefined when there is none. It follows
 * from the state alone. What it finds out about lines without such a visit is kept in the index.
 */
export function nextChoice(state: ShardState): Choice | undefined {
  const { frontier } = state.index;
  for (;;) {
    const first = firstOf(frontier);
    if (first === undefined) return undefined;
    const choice = isCurrent(first) ? choiceIn(state, first.line) : undefined;
    if (choice?.visit === first.visit && compareVisits(first, choice.visit) === 0) return choice;
    popFrom(frontier);
    if (isCurrent(first)) moveBack(state, first, choice);
  }
}

/** A candidacy names the line's first possible visit and its place; it turned out that another is, or none, or that its place is later now. */
function moveBack({ index }: ShardState, { line }: Candidacy, choice: Choice | undefined): void {
  line.candidacy = null;
  if (choice !== undefined) beCandidate(index, line, choice.visit);
}

function choiceIn(state: ShardState, line: WaitingLine): Choice | undefined {
  const agents = agentsFor(state, line);
  if (agents.length === 0) return undefined;
  for (const visit of line.visits) {
    const choice = choiceFor(state, visit, agents);
    if (choice === 'nobody') return undefined;
    if (choice !== 'notNow') return choice;
  }
  return undefined;
}

/** Agents who may be good for the line, the longest idle in front. */
function agentsFor(state: ShardState, { onlyAgentIds, served }: WaitingLine): readonly Agent[] {
  const [first] = served;
  if (onlyAgentIds === null && first !== undefined && served.length === 1) return first.ready;
  if (onlyAgentIds === null) return [...new Set(served.flatMap(({ ready }) => ready))].sort(compareAgents);
  const named = [...new Set(onlyAgentIds)].flatMap((agentId) => state.agents.get(agentId) ?? []);
  return named.sort(compareAgents);
}

/** `nobody`: no agent is good for the line. `notNow`: those who are cool down from this visit. */
function choiceFor(state: ShardState, visit: Visit, agents: readonly Agent[]): Choice | 'nobody' | 'notNow' {
  const { index } = state;
  const choice = choiceOf(visit);
  const preferred = visit.preferredAgentId === null ? undefined : state.agents.get(visit.preferredAgentId);
  if (preferred !== undefined && obstacleNow(index, preferred, visit) === null) {
    const passedOver = coolingAhead(index, visit, preferred, agents, choice);
    return { visit, agent: preferred, rule: 'preferredAgent', passedOver, figure: null };
  }
  return choice === 'longestIdle' ? firstIdle(index, visit, agents) : best(index, visit, agents, choice);
}

function firstIdle(index: Index, visit: Visit, agents: readonly Agent[]): Choice | 'nobody' | 'notNow' {
  let passedOver = 0;
  let isOthers = false;
  for (const agent of agents) {
    if (!isOpen(agent, visit.channel)) continue;
    const why = obstacleNow(index, agent, visit);
    if (why === null) return { visit, agent, rule: 'longestIdle', passedOver, figure: null };
    if (why.kind === 'coolingDown') passedOver += 1;
    isOthers ||= isOfThisVisit(why);
  }
  return passedOver === 0 && !isOthers ? 'nobody' : 'notNow';
}

/** Another visit of the line may be for the agent. */
const isOfThisVisit = ({ kind }: Obstacle): boolean => kind === 'looksAlready' || kind === 'tooEarly';

/** Every eligible agent is compared: only the longest idle are in order already. */
function best(index: Index, visit: Visit, agents: readonly Agent[], rule: ChoiceRule): Choice | 'nobody' | 'notNow' {
  let chosen: { readonly agent: Agent; readonly figure: number } | undefined;
  let isOthers = false;
  for (const agent of agents) {
    const why = obstacleNow(index, agent, visit);
    if (why !== null) {
      isOthers ||= why.kind === 'coolingDown' || isOfThisVisit(why);
      continue;
    }
    const figure = figureOf(rule, agent, visit) ?? 0;
    if (chosen === undefined || figure < chosen.figure) chosen = { agent, figure };
  }
  if (chosen === undefined) return isOthers ? 'notNow' : 'nobody';
  const passedOver = coolingAhead(index, visit, chosen.agent, agents, rule);
  return { visit, agent: chosen.agent, rule, passedOver, figure: chosen.figure };
}

function coolingAhead(index: Index, visit: Visit, chosen: Agent, agents: readonly Agent[], rule: ChoiceRule): number {
  if (visit.coolDowns.size === 0) return 0;
  const compare = compareBy(rule, visit);
  return agents.filter(
    (agent) => compare(agent, chosen) < 0 && obstacleNow(index, agent, visit)?.kind === 'coolingDown',
  ).length;
}

/** The order of a rule; whoever has been idle longest is first where it ties. */
const compareBy =
  (rule: ChoiceRule, visit: Visit) =>
  (a: Agent, b: Agent): number =>
    (figureOf(rule, a, visit) ?? 0) - (figureOf(rule, b, visit) ?? 0) || compareAgents(a, b);
