import type { CompiledFlow } from '../flow/compiled';
import type { QueueNode } from '../flow/nodes';
import type { Requirement } from '../flow/words';
import type { FlowSource } from '../flow/source';
import { holdsFor } from '../routing/expression';
import type { RoutingStep } from '../routing/types';
import type { Located, Report } from './collect';
import type { Agent, Queue } from './compiled';
import { routesOf } from './compile-routing';
import type { QueueSource, SkillSource } from './document';

/** What of the configuration needs people. */
export interface Staffing {
  readonly agents: readonly Agent[];
  readonly skills: ReadonlyMap<string, Located<SkillSource>>;
  readonly queues: ReadonlyMap<string, { readonly item: Located<QueueSource>; readonly queue: Queue }>;
  readonly flows: readonly { readonly item: Located<FlowSource>; readonly flow: CompiledFlow }[];
}

/** Reports every skill, queue and step of a flow for which no agent is there: its customers would wait in vain. */
export function checkStaffing({ agents, skills, queues, flows }: Staffing, report: Report): void {
  for (const item of skills.values()) {
    if (!agents.some((agent) => agent.skills.has(item.value.id))) {
      report('skillNobodyHas', item, ['id'], `no agent has the skill '${item.value.id}'`);
    }
  }
  for (const { item, queue } of queues.values()) checkQueue(item, queue, agents, report);
  for (const { item, flow } of flows) checkFlow(item, flow, { agents, queues }, report);
}

function checkQueue(item: Located<QueueSource>, queue: Queue, agents: readonly Agent[], report: Report): void {
  const serving = agents.filter((agent) => agent.queueIds.includes(queue.id));
  if (serving.length === 0) report('queueNobodyServes', item, ['id'], `no agent serves the queue '${queue.id}'`);
  else if (!serving.some((agent) => meets(agent, queue.requirements))) {
    report('skillNobodyHas', item, ['requirements'], `no agent of '${queue.id}' meets all its requirements`);
  }
  checkSteps(item, queue, agents, report);
  for (const channel of queue.channels.keys()) {
    if (serving.length === 0 || serving.some((agent) => agent.capacity.channels[channel] !== undefined)) continue;
    report('queueNobodyServes', item, ['channels', channel], `no agent of '${queue.id}' takes ${channel}`);
  }
}

/** A ring nobody can ever enter only makes customers wait. */
function checkSteps(item: Located<QueueSource>, queue: Queue, agents: readonly Agent[], report: Report): void {
  const plans = [queue.plan, ...queue.rules.map(({ plan }) => plan)];
  routesOf(item.value).forEach(({ path, name }, route) =>
    plans[route]?.steps?.forEach((step, n) => {
      if (agents.some((agent) => mayHave(agent, step, queue))) return;
      report('stepNobodyMeets', item, [...path, 'steps', n], `no agent can ever be offered step ${n} of '${name}'`);
    }),
  );
}

/** Whether the agent can ever be offered a visit of the queue that is in the step. */
export function mayHave(agent: Agent, step: RoutingStep, queue: Queue): boolean {
  const queueIds = step.queueIds ?? [queue.id];
  const asked = step.requirements.map(({ skillId, atLeast }) => ({ skillId, minProficiency: atLeast }));
  const isNamed = step.onlyAgentIds?.includes(agent.id) ?? queueIds.some((id) => agent.queueIds.includes(id));
  const skills = Object.fromEntries(agent.skills);
  const isMeant = step.where === undefined || holdsFor(step.where, { agentId: agent.id, skills });
  return isNamed && isMeant && meets(agent, [...queue.requirements, ...asked]);
}

function checkFlow(
  item: Located<FlowSource>,
  flow: CompiledFlow,
  { agents, queues }: Pick<Staffing, 'agents' | 'queues'>,
  report: Report,
): void {
  for (const [id, node] of flow.nodes) {
    if (node.kind !== 'queue') continue;
    checkSize(item, { id, node }, queues.get(node.queueId)?.queue, report);
    const serving = agents.filter((agent) => agent.queueIds.includes(node.queueId));
    if (serving.length === 0 || serving.some((agent) => meets(agent, node.requirements))) continue;
    const message = `no agent of '${node.queueId}' meets all requirements of this step`;
    report('skillNobodyHas', item, ['nodes', id, 'requirements'], message);
  }
}

/** Beside ids of the usual length. */
const ASKED_AND_PLANNED_LIMIT_BYTES = 1_100;

function checkSize(
  item: Located<FlowSource>,
  { id, node }: { readonly id: string; readonly node: QueueNode },
  queue: Queue | undefined,
  report: Report,
): void {
  const plans = [queue?.plan ?? null, ...(queue?.rules ?? []).map(({ plan }) => plan)];
  const longest = Math.max(...plans.map((plan) => JSON.stringify(plan).length));
  const bytes = JSON.stringify(node.requirements).length + longest;
  if (bytes <= ASKED_AND_PLANNED_LIMIT_BYTES) return;
  const message = `what it asks and the routing of '${node.queueId}' take ${bytes} bytes of a journal entry, at most ${ASKED_AND_PLANNED_LIMIT_BYTES}`;
  report('tooLarge', item, ['nodes', id, 'requirements'], message);
}

function meets(agent: Agent, requirements: readonly Requirement[]): boolean {
  return requirements.every(({ skillId, minProficiency }) => (agent.skills.get(skillId) ?? 0) >= minProficiency);
}
