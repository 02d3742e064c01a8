import type { AgentProfile } from './types';

/** As the state keeps a profile: each queue once. */
export const withDistinctQueues = (profile: AgentProfile): AgentProfile => ({
  ...profile,
  queueIds: [...new Set(profile.queueIds)],
});

/** Whether taking `next` would change nothing. The same said in another order counts as a change, which does no harm. */
export const isSameProfile = (kept: AgentProfile, next: AgentProfile): boolean =>
  JSON.stringify(ordered(kept)) === JSON.stringify(ordered(withDistinctQueues(next)));

const ordered = ({ queueIds, skills, capacity }: AgentProfile): unknown => [queueIds, skills, capacity];

/** Of somebody who is not an agent any more. */
export const NO_PROFILE: AgentProfile = { queueIds: [], skills: {}, capacity: { totalUnits: 0, channels: {} } };
