import type { AgentProfile, QueueId, QueueMoves } from './types';

const NONE: QueueMoves = { joined: [], left: [] };

/** A profile of the configuration with what a supervisor made of its queues, each of them once. */
export const movedProfile = (profile: AgentProfile, { joined, left }: QueueMoves = NONE): AgentProfile => ({
  ...profile,
  queueIds: [...new Set([...profile.queueIds, ...joined])].filter((queueId) => !left.includes(queueId)),
});

/** What the moves before and these come to; the last word about a queue holds. */
export function addMoves(
  { joined, left }: QueueMoves = NONE,
  joins: readonly QueueId[],
  leaves: readonly QueueId[],
): QueueMoves {
  return {
    joined: [...new Set([...joined, ...joins])].filter((queueId) => !leaves.includes(queueId)),
    left: [...new Set([...left, ...leaves])].filter((queueId) => leaves.includes(queueId) || !joins.includes(queueId)),
  };
}
