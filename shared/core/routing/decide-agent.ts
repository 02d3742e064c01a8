import type { Heartbeat, MoveAgent, NotePresence, SetAgentState } from './commands';
import type { RoutingConfig } from './config';
import { refuse, step, UNCHANGED, type Circumstances, type Decision } from './decision';
import { addMoves, movedProfile } from './moved-profile';
import type { ShardState } from './state';

/** Many times as long as presence is read apart: one failed reading ends nothing. */
const VETO_LASTS_MS = 300_000;

/** By the version in force; the journal remembers none that the agent's sign-in was not meant for. */
const isOfShard = (
  state: ShardState,
  { profiles }: RoutingConfig,
  agentId: string,
  epoch: number | undefined,
): boolean => profiles?.has(agentId) !== false && (epoch ?? state.configVersion) === state.configVersion;

/** What an agent who goes still has is taken from them by the steps that follow (`decideLeftover`). */
export function decideAgentState(state: ShardState, command: SetAgentState, { now, config }: Circumstances): Decision {
  const { agentId, set, epoch } = command;
  if (set.kind !== 'signedOut' && !isOfShard(state, config, agentId, epoch)) return refuse({ kind: 'wrongShard' });
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

/** A sign of life: the lease of the agent goes on from now. */
export function decideHeartbeat(state: ShardState, { agentId }: Heartbeat, { now, config }: Circumstances): Decision {
  const leaseUntilAt = state.agents.get(agentId)?.leaseUntilAt ?? null;
  if (leaseUntilAt === null) return refuse({ kind: 'unknownAgent' });
  const renewed = now + config.leaseMs;
  return renewed > leaseUntilAt ? step({ kind: 'leaseRenewed', leaseUntilAt: renewed }) : UNCHANGED;
}

/** A veto that would end before presence is surely read again is prolonged; a fresh one costs no entry. */
export function decidePresence(state: ShardState, { agentId, veto }: NotePresence, { now }: Circumstances): Decision {
  const agent = state.agents.get(agentId);
  if (agent === undefined || agent.availability.kind === 'signedOut') return refuse({ kind: 'unknownAgent' });
  const known = agent.veto;
  if (veto === null) return known === undefined ? UNCHANGED : step({ kind: 'presenceNoted', veto: null });
  if (known?.cause === veto && known.untilAt > now + VETO_LASTS_MS / 2) return UNCHANGED;
  return step({ kind: 'presenceNoted', veto: { cause: veto, untilAt: now + VETO_LASTS_MS } });
}
