import { obstacle } from './eligibility';
import { firstOf, popFrom } from './heap';
import { isOpen } from './listing';
import { compareAgents } from './queue-index';
import type { Agent, Candidacy, ShardState, Visit, WaitingLine } from './state';
import type { DecidingRule } from './types';
import { beCandidate, isCurrent } from './waiting';

/** Who is offered what next, and by which rule. */
export interface Choice {
  readonly visit: Visit;
  readonly agent: Agent;
  readonly rule: DecidingRule;
  /** Eligible agents ahead of the chosen one who were cooling down from this visit. */
  readonly passedOver: number;
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
    if (choice?.visit === first.visit) return choice;
    popFrom(frontier);
    if (isCurrent(first)) moveBack(state, first, choice);
  }
}

/** A candidacy names the line's first possible visit; it turned out that a later one, or none, is. */
function moveBack({ index }: ShardState, { line }: Candidacy, choice: Choice | undefined): void {
  line.candidacy = null;
  if (choice !== undefined) beCandidate(index, { line, visit: choice.visit });
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

/** Agents who may be good for the line, the one to choose first in front. */
function agentsFor(state: ShardState, { onlyAgentIds, queue }: WaitingLine): readonly Agent[] {
  if (onlyAgentIds === null) return queue.ready;
  const named = [...new Set(onlyAgentIds)].flatMap((agentId) => state.agents.get(agentId) ?? []);
  return named.sort(compareAgents);
}

/** `nobody`: no agent is good for the line. `notNow`: those who are cool down from this visit. */
function choiceFor(state: ShardState, visit: Visit, agents: readonly Agent[]): Choice | 'nobody' | 'notNow' {
  const preferred = visit.preferredAgentId === null ? undefined : state.agents.get(visit.preferredAgentId);
  if (preferred !== undefined && obstacle(preferred, visit) === null)
    return { visit, agent: preferred, rule: 'preferredAgent', passedOver: coolingAhead(visit, preferred, agents) };
  let passedOver = 0;
  for (const agent of agents) {
    if (!isOpen(agent, visit.channel)) continue;
    const why = obstacle(agent, visit);
    if (why === null) return { visit, agent, rule: 'longestIdle', passedOver };
    if (why.kind === 'coolingDown') passedOver += 1;
  }
  return passedOver === 0 ? 'nobody' : 'notNow';
}

function coolingAhead(visit: Visit, chosen: Agent, agents: readonly Agent[]): number {
  if (visit.coolDowns.size === 0) return 0;
  return agents.filter((agent) => compareAgents(agent, chosen) < 0 && obstacle(agent, visit)?.kind === 'coolingDown')
    .length;
}
