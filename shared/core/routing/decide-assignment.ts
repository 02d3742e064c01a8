import type { WrapUpEndedAct } from './acts';
import type { Complete, Release } from './commands';
import { refuse, rulesOf, step, type Circumstances, type Decision, type NewAct } from './decision';
import type { Assignment, ShardState } from './state';

/** The conversation is over. The agent wraps up, or is free at once where no time is given for it. */
export function decideRelease(state: ShardState, command: Release, { now, config }: Circumstances): Decision {
  const assignment = state.assignments.get(command.assignmentId);
  if (assignment === undefined) return refuse({ kind: 'unknownAssignment' });
  if (assignment.wrapUpUntilAt !== null) return refuse({ kind: 'alreadyReleased' });
  if (command.wrapUpMs !== null) {
    const { wrapUpBlocksMs } = rulesOf(config, assignment.queueId);
    const isFreedBefore = wrapUpBlocksMs !== null && wrapUpBlocksMs < command.wrapUpMs;
    const room = isFreedBefore ? { roomUntilAt: now + wrapUpBlocksMs } : {};
    return step({ kind: 'released', wrapUpUntilAt: now + command.wrapUpMs, ...room });
  }
  return step({ kind: 'released', wrapUpUntilAt: null }, wrapUpEnded(assignment, 'noWrapUp'));
}

/** The agent is done with wrap-up. */
export function decideComplete(state: ShardState, { assignmentId }: Complete): Decision {
  const assignment = state.assignments.get(assignmentId);
  if (assignment === undefined) return refuse({ kind: 'unknownAssignment' });
  if (assignment.wrapUpUntilAt === null) return refuse({ kind: 'stillWorking' });
  return step({ kind: 'completed' }, wrapUpEnded(assignment, 'completed'));
}

/** The wrap-up ends without the agent's doing. */
export const endWrapUp = (assignment: Assignment, cause: 'deadline' | 'agentGone'): Decision =>
  step({ kind: 'wrapUpTimedOut', assignmentId: assignment.assignmentId }, wrapUpEnded(assignment, cause));

/** The agent is gone and the interaction is nobody's. */
export function lose(state: ShardState, assignment: Assignment): Decision {
  const { assignmentId, agentId } = assignment;
  const availability = state.agents.get(agentId)?.availability;
  const isSilent = availability?.kind === 'signedOut' && availability.isSilent === true;
  const cause = isSilent ? 'silent' : 'signedOut';
  return step({ kind: 'assignmentLost', assignmentId }, { kind: 'assignmentLost', ...about(assignment), cause });
}

const wrapUpEnded = (assignment: Assignment, cause: WrapUpEndedAct['cause']): NewAct => ({
  kind: 'wrapUpEnded',
  ...about(assignment),
  cause,
});

const about = ({ assignmentId, interactionId, agentId, channel }: Assignment) => ({
  assignmentId,
  interactionId,
  agentId,
  channel,
});
