import { anyone, asks, enqueue, ready, shard, notReady } from './given-shard.testsuite';

describe('who is offered what', () => {
  test('the longest idle agent has the first visit', () => {
    const given = shard();
    given.tell(0, ready('bob'));
    given.tell(1, ready('ada'));
    given.tell(2, enqueue('v1'));
    given.tell(2, enqueue('v2'));
    expect(given.match(3)).toEqual(['bob < v1', 'ada < v2']);
  });

  test('agents of the same millisecond are taken in the order in which they became Ready', () => {
    const given = shard();
    for (const agentId of ['zoe', 'ada', 'max']) given.tell(0, ready(agentId));
    given.tell(1, enqueue('v1', { channel: 'voice' }));
    given.tell(1, enqueue('v2', { channel: 'voice' }));
    expect(given.match(1)).toEqual(['zoe < v1', 'ada < v2']);
  });

  test('an offer says its deadline, its units and why', () => {
    const given = shard();
    given.tell(0, ready('ada'));
    given.tell(10, enqueue('v1', { priority: 3, targetMs: 500 }));
    given.match(20);
    expect(given.acts()).toEqual([
      {
        kind: 'offer',
        offerId: 's-4',
        interactionId: 'i-v1',
        visitId: 'v1',
        agentId: 'ada',
        queueId: 'sales',
        channel: 'chat',
        units: 1,
        deadlineAt: 60_020,
        why: {
          rule: 'longestIdle',
          configVersion: 1,
          step: 0,
          priority: 3,
          dueAt: 500,
          idleSinceAt: 0,
          passedOver: 0,
        },
      },
    ]);
  });

  test('priority beats due time; due time lets channels compare', () => {
    const given = shard();
    given.tell(0, enqueue('mail', { channel: 'email', targetMs: 4 * 3_600_000 }));
    given.tell(1, enqueue('chat', { waitingSinceAt: 1 }));
    given.tell(2, enqueue('old mail', { channel: 'email', waitingSinceAt: -4 * 3_600_000, targetMs: 4 * 3_600_000 }));
    given.tell(3, enqueue('vip', { channel: 'email', targetMs: 9e9, priority: -1 }));
    for (const agentId of ['a', 'b', 'c', 'd']) given.tell(4, ready(agentId));
    expect(given.match(5)).toEqual(['a < vip', 'b < old mail', 'c < chat', 'd < mail']);
  });

  test('who holds nothing comes before who is at work, however long ago they took it', () => {
    const given = shard();
    given.tell(0, ready('ada'));
    given.tell(1, enqueue('v1'));
    expect(given.match(1)).toEqual(['ada < v1']);
    given.tell(2, { name: 'accept', offerId: given.offerOf('ada'), agentId: 'ada' });
    given.tell(100_000, ready('bob'));
    given.tell(100_000, enqueue('v2'));
    expect(given.match(100_000)).toEqual(['bob < v2']);
  });

  test('a call needs the whole agent, and nothing is offered beside it', () => {
    const given = shard();
    given.tell(0, ready('ada'));
    given.tell(1, enqueue('chat'));
    expect(given.match(1)).toEqual(['ada < chat']);
    given.tell(2, enqueue('call', { channel: 'voice' }));
    expect(given.match(2)).toEqual([]);
    given.tell(3, ready('bob'));
    expect(given.match(3)).toEqual(['bob < call']);
    given.tell(4, enqueue('mail', { channel: 'email' }));
    expect(given.match(4)).toEqual(['ada < mail']);
    given.tell(5, enqueue('chat 2'));
    expect(given.match(5)).toEqual([]);
  });

  test('a channel that the agent does not have is not offered', () => {
    const given = shard();
    given.tell(0, ready('ada'));
    given.tell(1, enqueue('v1', { channel: 'sms' }));
    expect(given.match(1)).toEqual([]);
  });

  test('only agents of the queue who are Ready', () => {
    const given = shard();
    given.tell(0, ready('ada', { queueIds: ['care'] }));
    given.tell(0, notReady('bob'));
    given.tell(1, enqueue('v1'));
    expect(given.match(1)).toEqual([]);
    given.tell(2, ready('bob'));
    expect(given.match(2)).toEqual(['bob < v1']);
  });

  test('the preferred agent has it when eligible, and nobody waits for them', () => {
    const given = shard();
    given.tell(0, ready('ada'));
    given.tell(1, ready('bob'));
    given.tell(2, enqueue('v1', { preferredAgentId: 'bob' }));
    given.tell(2, enqueue('v2', { preferredAgentId: 'cyd' }));
    expect(given.match(2)).toEqual(['bob < v1', 'ada < v2']);
  });

  test('requirements ask for a skill and its proficiency', () => {
    const given = shard();
    given.tell(0, ready('ada', { skills: { french: 3 } }));
    given.tell(1, ready('bob', { skills: { french: 5 } }));
    given.tell(2, enqueue('v1', { steps: [asks('french', 4)] }));
    given.tell(2, enqueue('v2', { steps: [asks('german', 1)] }));
    given.tell(2, enqueue('v3', { steps: [asks('toString', 1)] }));
    expect(given.match(2)).toEqual(['bob < v1']);
  });

  test('steps relax what is asked while the place is kept', () => {
    const given = shard();
    given.tell(0, enqueue('picky', { steps: [asks('french', 4, 10_000), asks('french', 2, 10_000), anyone] }));
    given.tell(1, enqueue('later', { waitingSinceAt: 1 }));
    given.tell(2, ready('ada', { skills: { french: 2 }, queueIds: ['care'] }));
    expect(given.match(9_999)).toEqual([]);
    given.tell(10_000, { name: 'tick' });
    expect(given.journal.at(-1)?.outcome).toEqual({ kind: 'stepEntered', visitId: 'picky', step: 1 });
    given.tell(10_001, ready('bob', { skills: { french: 2 } }));
    expect(given.match(10_002)).toEqual(['bob < picky', 'bob < later']);
  });

  test('steps that ended unnoticed are entered one by one, each counted from the end of the one before', () => {
    const given = shard();
    given.tell(0, enqueue('v1', { steps: [asks('a', 1, 1_000), asks('b', 1, 1_000), asks('c', 1, 1_000), anyone] }));
    given.tell(2_500, { name: 'tick' });
    expect(given.state.visits.get('v1')).toMatchObject({ step: 2, stepUntilAt: 3_000 });
  });

  test('a step that names agents asks for no queue', () => {
    const given = shard();
    given.tell(0, ready('ada'));
    given.tell(1, ready('far', { queueIds: ['care'] }));
    given.tell(2, enqueue('v1', { steps: [{ ...anyone, onlyAgentIds: ['far', 'gone'] }] }));
    given.tell(2, enqueue('v2', { steps: [{ ...anyone, onlyAgentIds: ['gone'], timeoutMs: 1_000 }, anyone] }));
    expect(given.match(2)).toEqual(['far < v1']);
    given.tell(1_002, { name: 'tick' });
    expect(given.acts()).toMatchObject([{ kind: 'offer', agentId: 'ada', visitId: 'v2' }]);
  });

  test('a match makes a bounded number of offers, and says when there are more', () => {
    const given = shard();
    for (let n = 0; n < 120; n += 1) {
      given.tell(0, ready(`a${n}`));
      given.tell(0, enqueue(`v${n}`, { channel: 'voice' }));
    }
    expect(given.match(1)).toHaveLength(100);
    expect(given.last().isMoreDue).toBe(true);
    expect(given.match(1)).toHaveLength(20);
    expect(given.last()).toMatchObject({ isMoreDue: false, outcome: { kind: 'settled', entries: 20 } });
  });
});
