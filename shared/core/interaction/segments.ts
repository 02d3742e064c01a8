import type { Act } from './acts';
import type { Interaction, Segment } from './state';

/** The agent's segment that is not done, if there is one. */
export const openSegment = (state: Interaction, agentId: string): Segment | undefined =>
  state.segments.find((segment) => segment.agentId === agentId && segment.state.name !== 'done');

/** The agent's newest segment, whatever became of it. */
export const lastSegment = ({ segments }: Interaction, agentId: string | null): Segment | undefined =>
  segments.findLast((segment) => segment.agentId === agentId);

/** Their notes are written. */
export const completion = (segment: Segment): Act => ({
  kind: 'completeWrapUp',
  assignmentId: segment.assignmentId,
  agentId: segment.agentId,
  shardId: segment.shardId,
});
