import { settleAgent } from './evolve-agent';
import type { ShardState } from './state';
import type { AgentId, AgentProfile } from './types';

/** A version is in force. It reaches who is there already by steps of their own; where nobody is, it has. */
export function takeConfig(state: ShardState, version: number): void {
  state.configVersion = version;
  if (state.visits.size + state.agents.size === 0) state.plannedVersion = version;
  else planAnew(state);
}

/** Everybody who is there may be planned otherwise now. */
export function planAnew({ visits, agents, index: { unplanned } }: ShardState): void {
  // Anew, so that their order is that of a shard that was restored.
  unplanned.visitIds.clear();
  unplanned.agentIds.clear();
  for (const visitId of visits.keys()) unplanned.visitIds.add(visitId);
  for (const agentId of agents.keys()) unplanned.agentIds.add(agentId);
}

/** What the configuration in force says of an agent. */
export function reprofile(state: ShardState, agentId: AgentId, profile: AgentProfile): void {
  state.index.unplanned.agentIds.delete(agentId);
  const agent = state.agents.get(agentId);
  if (agent === undefined) return;
  agent.profile = profile;
  settleAgent(state, agent);
}
