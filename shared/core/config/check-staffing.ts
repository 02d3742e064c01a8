import type { CompiledFlow } from '../flow/compiled';
import type { Requirement } from '../flow/words';
import type { FlowSource } from '../flow/source';
import type { Located, Report } from './collect';
import type { Agent, Queue } from './compiled';
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
  for (const { item, flow } of flows) checkFlow(item, flow, agents, report);
}

function checkQueue(item: Located<QueueSource>, queue: Queue, agents: readonly Agent[], report: Report): void {
  const serving = agents.filter((agent) => agent.queueIds.includes(queue.id));
  if (serving.length === 0) report('queueNobodyServes', item, ['id'], `no agent serves the queue '${queue.id}'`);
  else if (!serving.some((agent) => meets(agent, queue.requirements))) {
    report('skillNobodyHas', item, ['requirements'], `no agent of '${queue.id}' meets all its requirements`);
  }
  for (const channel of queue.channels.keys()) {
    if (serving.length === 0 || serving.some((agent) => agent.capacity.channels[channel] !== undefined)) continue;
    report('queueNobodyServes', item, ['channels', channel], `no agent of '${queue.id}' takes ${channel}`);
  }
}

function checkFlow(item: Located<FlowSource>, flow: CompiledFlow, agents: readonly Agent[], report: Report): void {
  for (const [id, node] of flow.nodes) {
    if (node.kind !== 'queue') continue;
    const serving = agents.filter((agent) => agent.queueIds.includes(node.queueId));
    if (serving.length === 0 || serving.some((agent) => meets(agent, node.requirements))) continue;
    const message = `no agent of '${node.queueId}' meets all requirements of this step`;
    report('skillNobodyHas', item, ['nodes', id, 'requirements'], message);
  }
}

function meets(agent: Agent, requirements: readonly Requirement[]): boolean {
  return requirements.every(({ skillId, minProficiency }) => (agent.skills.get(skillId) ?? 0) >= minProficiency);
}
