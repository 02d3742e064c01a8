import type { Heartbeat, MoveAgent, SetAgentState } from './commands';
import { refuse, step, UNCHANGED, type Circumstances, type Decision } from './decision';
import { addMoves, movedProfile } from './moved-profile';
import type { ShardState } from './state';

/** What an agent who goes still has is taken from them by the steps that follow (`decideLeftover`). */
export function decideAgentState(state: ShardState, command: SetAgentState, { now, config }: Circumstances): Decision {
  const { agentId, set } = command;
  if (set.kind !== 'signedOut') return step({ kind: 'agentStateSet', leaseUntilAt: now + config.leaseMs });
  const agent = state.agents.get(agentId);
  if (agent === undefined || agent.availability.kind === 'signedOut') return UNCHANGED;
  return step({ kind: 'agentStateSet', leaseUntilAt: now }, { kind: 'agentSignedOut', agentId, cause: 'signedOut' });
}

/** Only queues of this shard: an agent belongs to one. */
export function decideMoveAgent(state: ShardState, command: MoveAgent, { config }: Circumstances): Decision {
  const { agentId, joins, leaves } = command;
  const agent = state.agents.get(agentId);
  if (agent === undefined || agent.availability.kind === 'signedOut') return refuse({ kind: 'unknownAgent' });
  const stranger = joins.find((queueId) => !config.queues.has(queueId));
  if (stranger !== undefined) return refuse({ kind: 'unknownQueue', queueId: stranger });
  const moves = addMoves(agent.moves, joins, leaves);
  const profile = movedProfile(agent.profile, moves);
  const isSame = profile.queueIds.join() === agent.profile.queueIds.join();
  return isSame ? UNCHANGED : step({ kind: 'agentMoved', profile, moves });
}

export function decideHeartbeat(state: ShardState, { agentId }: Heartbeat, { now, config }: Circumstances): Decision {
  const leaseUntilAt = state.agents.get(agentId)?.leaseUntilAt ?? null;
  if (leaseUntilAt === null) return refuse({ kind: 'unknownAgent' });
  const renewed = now + config.leaseMs;
  return renewed > leaseUntilAt ? step({ kind: 'leaseRenewed', leaseUntilAt: renewed }) : UNCHANGED;
}
