import type { Interaction } from '../core/interaction/state';
import { agentIdOf, visitIdOf } from '../core/lib/ids';
import { resumeVisit } from './resume-visit';

const parked = {
  phase: {
    name: 'parked',
    lastAgentId: agentIdOf('ada'),
    parkedAt: 1_000,
    visit: { visitId: 'v1', attempt: 2, beganAt: 0, deadlineAt: 600_000, waitingSince: -5 },
  },
} as unknown as Interaction;

test.each([
  [60_000, 61_000, 'ada'],
  [60_000, 61_001, null],
  [5_000, 61_000, null],
])('back to the last agent for %d ms: at %d it prefers %s', (windowMs, at, preferredAgentId) => {
  expect(resumeVisit(parked, visitIdOf('v2'), at, windowMs)).toEqual({
    type: 'resume',
    at,
    visit: { visitId: 'v2', attempt: 0, beganAt: at, waitingSince: at, preferredAgentId, deadlineAt: at + 600_000 },
  });
});
