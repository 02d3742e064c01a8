import type { Heartbeat, SetAgentProfile, SetAgentState } from './commands';
import { refuse, step, UNCHANGED, type Circumstances, type Decision } from './decision';
import { isSameProfile } from './profile';
import type { ShardState } from './state';

/** What an agent who goes still has is taken from them by the steps that follow (`decideLeftover`). */
export function decideAgentState(state: ShardState, command: SetAgentState, { now, config }: Circumstances): Decision {
  const { agentId, set } = command;
  if (set.kind !== 'signedOut') return step({ kind: 'agentStateSet', leaseUntilAt: now + config.leaseMs });
  const agent = state.agents.get(agentId);
  if (agent === undefined || agent.availability.kind === 'signedOut') return UNCHANGED;
  return step({ kind: 'agentStateSet', leaseUntilAt: now }, { kind: 'agentSignedOut', agentId, cause: 'signedOut' });
}

/** What they hold and what is offered to them stays theirs. */
export function decideAgentProfile(state: ShardState, { agentId, profile }: SetAgentProfile): Decision {
  const agent = state.agents.get(agentId);
  if (agent === undefined) return refuse({ kind: 'unknownAgent' });
  return isSameProfile(agent.profile, profile) ? UNCHANGED : step({ kind: 'profileTaken' });
}

export function decideHeartbeat(state: ShardState, { agentId }: Heartbeat, { now, config }: Circumstances): Decision {
  const leaseUntilAt = state.agents.get(agentId)?.leaseUntilAt ?? null;
  if (leaseUntilAt === null) return refuse({ kind: 'unknownAgent' });
  const renewed = now + config.leaseMs;
  return renewed > leaseUntilAt ? step({ kind: 'leaseRenewed', leaseUntilAt: renewed }) : UNCHANGED;
}
