import type { Shown } from '../../core/agent/teams-presence';
import type { AgentId, TenantId } from '../../core/lib/ids';

/**
 * What this process has told Teams of agents, by tenant and agent. Nothing is lost with it: what Teams was told runs out, and a process
 * that has not met an agent takes back what another may have said.
 */
export type ShownPresence = Map<TenantId, Map<AgentId, Shown>>;
