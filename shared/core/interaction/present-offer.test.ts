import { agentIdOf, interactionIdOf, offerIdOf, queueIdOf, shardIdOf, tenantIdOf, visitIdOf } from '../lib/ids';
import { decide } from './decide';
import type { Decision } from './decision';
import type { Interaction, QueueVisit } from './state';

const visit: QueueVisit = {
  visitId: visitIdOf('second'),
  attempt: 1,
  queueId: queueIdOf('support'),
  shardId: shardIdOf('main'),
  beganAt: 0,
  waitingSince: 0,
  targetMs: 0,
  priority: 0,
  requirements: [],
  preferredAgentId: null,
  deadlineAt: 600_000,
  position: '',
  language: 'en',
  work: 'live',
};

const waiting: Interaction = {
  facts: {
    tenantId: tenantIdOf('contoso'),
    interactionId: interactionIdOf('i1'),
    channel: 'email',
    customerAddress: 'c',
    customerName: null,
    ourAddress: 'o',
    externalRef: 't',
    flowId: 'f',
    configVersion: 1,
    openedAt: 0,
    continues: null,
  },
  deferred: null,
  seq: 7,
  phase: { name: 'queued', visit },
  segments: [],
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
  expect(offered('second', 1)).toMatchObject({
    kind: 'decided',
    events: [{ type: 'offerPresented', offerId: 'o1' }],
    acts: [{ kind: 'presentOffer', offerId: 'o1', agentId: 'ada', shardId: 'main' }],
  });
});

// The shard's process died before it had noted that this was done, and the customer has been with an agent since.
test.each([
  ['a visit before it', 'first', 0],
  ['the same one before its agent was lost', 'second', 0],
])('given a visit, when an offer of %s comes again, then nobody is shown it', (_what, visitId, attempt) => {
  expect(offered(visitId, attempt)).toEqual({ kind: 'ignored', reason: 'notQueued' });
});
