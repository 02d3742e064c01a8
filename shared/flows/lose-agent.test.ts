import type { Facts, QueueVisit } from '../core/interaction/state';
import { agentIdOf, visitIdOf } from '../core/lib/ids';
import { visitAgain } from './lose-agent';

const before = {
  visitId: visitIdOf('v1'),
  attempt: 2,
  priority: 5,
  waitingSince: 40_000,
  targetMs: 20_000,
  beganAt: 50_000,
  deadlineAt: 650_000,
  preferredAgentId: agentIdOf('ada'),
} as QueueVisit;

const again = (channel: Facts['channel']) =>
  visitAgain({ channel, openedAt: 10_000 } as Facts, before, visitIdOf('v2'), 90_000);

test('a caller whose agent is lost goes to the head of the queue, before those of a better priority who wait in it', () => {
  expect(again('voice')).toMatchObject({ priority: 0, waitingSince: 10_000, targetMs: 0, preferredAgentId: null });
});

test('whoever writes goes back to their old place; both wait as long as they could the first time', () => {
  expect(again('chat')).toMatchObject({ priority: 5, waitingSince: 40_000, targetMs: 20_000, attempt: 0 });
  expect([again('voice').deadlineAt, again('chat').beganAt]).toEqual([690_000, 90_000]);
});
