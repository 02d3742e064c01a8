import { asks, enqueue, notReady, ready, shard } from './given-shard.testsuite';
import { explain, whyNot } from './shard';

test('every agent is there with the filter that removed them, or none', () => {
  const given = shard();
  given.tell(0, ready('cooling', { skills: { french: 5 } }));
  given.tell(1, enqueue('v1', { steps: [asks('french', 3)] }));
  given.match(1);
  given.tell(2, { name: 'decline', offerId: given.offerOf('cooling'), agentId: 'cooling', cause: 'declined' });
  given.tell(3, ready('unskilled', { skills: { french: 2 } }));
  given.tell(4, ready('elsewhere', { queueIds: ['care'] }));
  given.tell(5, notReady('away'));
  given.tell(6, ready('good', { skills: { french: 3 } }));
  given.tell(7, ready('later', { skills: { french: 9 } }));
  const explanation = explain(given.state, 'v1');
  expect(explanation?.candidates.map(({ agentId, obstacle }) => [agentId, obstacle])).toEqual([
    ['away', { kind: 'unavailable', availability: 'notReady' }],
    ['cooling', { kind: 'coolingDown', untilAt: 30_002 }],
    ['unskilled', { kind: 'lacksSkill', skillId: 'french', atLeast: 3, has: 2 }],
    ['elsewhere', { kind: 'notInQueue', queueId: 'sales' }],
    ['good', null],
    ['later', null],
  ]);
  expect(explanation).toMatchObject({
    configVersion: 1,
    step: 0,
    dueAt: 20_000,
    behindVisitId: null,
    chosen: { agentId: 'good', rule: 'longestIdle', idleSinceAt: 6, passedOver: 1 },
  });
});

test('why not this agent', () => {
  const given = shard();
  given.tell(0, ready('ada'));
  given.tell(1, ready('bob'));
  given.tell(2, ready('cyd', { queueIds: ['care'] }));
  given.tell(3, enqueue('v1'));
  given.tell(4, enqueue('v2', { waitingSinceAt: 4 }));
  const ask = (visitId: string, agentId: string) => whyNot(given.state, visitId, agentId);
  expect(ask('v1', 'ada')).toEqual({ kind: 'isNext', rule: 'longestIdle' });
  expect(ask('v1', 'bob')).toEqual({ kind: 'otherAgentFirst', agentId: 'ada', rule: 'longestIdle' });
  expect(ask('v2', 'ada')).toEqual({ kind: 'otherVisitFirst', visitId: 'v1' });
  expect(ask('v1', 'cyd')).toEqual({ kind: 'removed', obstacle: { kind: 'notInQueue', queueId: 'sales' } });
  expect(ask('v1', 'dan')).toEqual({ kind: 'notSignedIn' });
  expect(ask('v9', 'ada')).toEqual({ kind: 'unknownVisit' });
  given.match(5);
  expect(ask('v1', 'bob')).toEqual({ kind: 'offeredAlready', offerId: given.offerOf('ada') });
});
