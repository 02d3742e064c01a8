import type { Assign, Pull } from './commands';
import { refuse, step, type Decision } from './decision';
import { isAvailable, obstacle } from './eligibility';
import { recall } from './memory';
import type { Obstacle } from './obstacle';
import type { TakenHow } from './outcomes';
import type { Agent, ShardState, Visit } from './state';

export const decidePull = (state: ShardState, command: Pull): Decision =>
  take(state, command, 'pulled', command.agentId);

export const decideAssign = (state: ShardState, command: Assign): Decision =>
  take(state, command, command.isForced ? 'forced' : 'assigned', command.by);

/** The visit goes to the agent without an offer. Agents who look at it are told that it is gone. */
function take(state: ShardState, { agentId, visitId }: Pull | Assign, how: TakenHow, by: string): Decision {
  const visit = state.visits.get(visitId);
  if (visit === undefined) return refuseGone(state, visitId);
  const agent = state.agents.get(agentId);
  if (agent === undefined || agent.availability.kind === 'signedOut') return refuse({ kind: 'unknownAgent' });
  const inTheWay = how === 'forced' ? null : obstacleByHand(agent, visit, how);
  if (inTheWay !== null) return refuse({ kind: 'notForAgent', obstacle: inTheWay });
  const assignmentId = `${state.shardId}-${state.seq + 1}`;
  const { interactionId, queueId, channel } = visit;
  return step(
    { kind: 'taken', assignmentId, interactionId, visitId, how },
    {
      kind: 'assigned',
      assignmentId,
      offerId: assignmentId,
      interactionId,
      visitId,
      agentId,
      queueId,
      channel,
      taken: { how, by },
    },
  );
}

function refuseGone(state: ShardState, visitId: string): Decision {
  const how = recall(state.endedVisits, visitId);
  return refuse(how === undefined ? { kind: 'unknownVisit' } : { kind: 'visitEnded', how });
}

/** Whoever chooses knows what they do: a cool-down an offer in front of them or their presence in Teams is no obstacle, nor is Not ready to a supervisor. */
function obstacleByHand(agent: Agent, visit: Visit, how: TakenHow): Obstacle | null {
  const { coolDowns, offerIds } = visit;
  const seen = { ...visit, coolDowns: new Map<string, number>(), offerIds: [] };
  const isLooking = offerIds.some((offerId) => agent.offerIds.has(offerId));
  // Their offer of this very visit takes the room that the assignment will.
  if (isLooking || (coolDowns.size === 0 && offerIds.length === 0 && isAvailable(agent)))
    return isLooking ? null : obstacle(agent, visit);
  const welcome: Agent = { ...agent };
  delete welcome.veto;
  if (how === 'assigned') welcome.availability = { kind: 'ready' };
  return obstacle(welcome, seen);
}
