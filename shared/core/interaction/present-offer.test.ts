import { agentIdOf, offerIdOf } from '../lib/ids';
import { decide } from './decide';
import type { Decision } from './decision';
import { facts, visit } from './given-commands.testsuite';
import type { Interaction } from './state';

const waiting: Interaction = {
  ...{ facts: facts('email'), deferred: null, seq: 7, segments: [] },
  phase: { name: 'queued', visit: { ...visit(2, 0), attempt: 1 } },
};

const offered = (visitId: string, attempt: number): Decision =>
  decide(
    {
      ...{ type: 'presentOffer', at: 1, offerId: offerIdOf('o1'), agentId: agentIdOf('ada'), deadlineAt: 120_000 },
      ...{ visitId, attempt },
    },
    waiting,
  );

test('given a visit, when it is offered, then its agent is shown the offer', () => {
  expect(offered('v2', 1)).toMatchObject({
    kind: 'decided',
    events: [{ type: 'offerPresented', offerId: 'o1' }],
    acts: [{ kind: 'presentOffer', offerId: 'o1', agentId: 'ada', shardId: 's1' }],
  });
});

// The shard's process died before it had noted that this was done, and the customer has been with an agent since.
test.each([
  ['a visit before it', 'v1', 0],
  ['the same one before its agent was lost', 'v2', 0],
])('given a visit, when an offer of %s comes again, then nobody is shown it', (_what, visitId, attempt) => {
  expect(offered(visitId, attempt)).toEqual({ kind: 'ignored', reason: 'notQueued' });
});
