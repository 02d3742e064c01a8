import { anyone, asks, enqueue, notReady, ready, sales, set, shard } from './given-shard.testsuite';
import { explain, nextDueAt } from './shard';
import type { RoutingStep } from './types';

const french = (atLeast: number) => [{ skillId: 'french', atLeast }];
const ring = (said: Partial<RoutingStep>): RoutingStep => ({ ...anyone, ...said });

describe('steps of a queue', () => {
  const rings = sales({
    steps: [
      ring({ requirements: french(7), timeoutMs: 20_000 }),
      ring({ requirements: french(3), timeoutMs: 20_000 }),
      anyone,
    ],
  });

  test('reach an agent of the second ring at the very second', () => {
    const given = shard(rings);
    given.tell(0, ready('ada', { skills: { french: 4 } }));
    given.tell(0, ready('bob'));
    given.tell(1_000, enqueue('v1'));
    expect(nextDueAt(given.state)).toBe(21_000);
    given.tell(20_999, { name: 'tick' });
    expect(given.acts()).toEqual([]);
    given.tell(21_000, { name: 'tick' });
    expect(given.acts()).toMatchObject([{ kind: 'offer', agentId: 'ada', why: { step: 1 } }]);
  });

  test('count from the end of the one before, however late the tick was', () => {
    const given = shard(rings);
    given.tell(0, enqueue('v1'));
    given.tell(50_000, { name: 'tick' });
    const entered = given.last().entries.map(({ outcome }) => outcome);
    expect(entered).toEqual([
      { kind: 'stepEntered', visitId: 'v1', step: 1 },
      { kind: 'stepEntered', visitId: 'v1', step: 2 },
    ]);
  });

  test('keep the place, and what the flow asks holds in every one', () => {
    const given = shard(rings);
    given.tell(0, enqueue('v1', { steps: [asks('technical', 1)] }));
    given.tell(1, enqueue('v2', { waitingSinceAt: 1 }));
    given.tell(40_000, { name: 'tick' });
    given.tell(40_000, ready('bob'));
    expect(given.match(40_000)).toEqual([]);
    given.tell(40_001, { name: 'tick' });
    expect(given.acts()).toMatchObject([{ kind: 'offer', agentId: 'bob', visitId: 'v2' }]);
    given.tell(40_002, ready('cyd', { skills: { technical: 2 } }));
    expect(given.match(40_002)).toEqual(['cyd < v1']);
  });

  test('of an enqueue that brings its own are those', () => {
    const given = shard(rings);
    given.tell(0, ready('bob'));
    given.tell(1, enqueue('v1', { steps: [ring({ timeoutMs: 5_000 }), anyone] }));
    expect(given.match(1)).toEqual(['bob < v1']);
  });

  test('may ask by an expression, of agents of several queues', () => {
    const where = {
      kind: 'any',
      of: [
        { kind: 'skill', skillId: 'french', is: '>=', level: 5 },
        { kind: 'agents', agentIds: ['dan'] },
      ],
    } as const;
    const given = shard(sales({ steps: [ring({ where, queueIds: ['sales', 'care'] })] }));
    given.tell(0, ready('ada', { skills: { french: 4 } }));
    given.tell(1, ready('dan', { queueIds: ['care'] }));
    given.tell(2, ready('eve', { queueIds: ['care'], skills: { french: 5 } }));
    for (const id of ['v1', 'v2', 'v3']) given.tell(3, enqueue(id, { channel: 'voice' }));
    expect(given.match(3)).toEqual(['dan < v1', 'eve < v2']);
    expect(explain(given.state, 'v3')?.candidates.find(({ agentId }) => agentId === 'ada')?.obstacle).toEqual({
      kind: 'notMeant',
    });
    expect(given.tell(4, ready('fay', { queueIds: ['care'], skills: { french: 9 } }))).toMatchObject({});
    expect(given.match(4)).toEqual(['fay < v3']);
  });

  test('have a priority of their own', () => {
    const given = shard(sales({ steps: [ring({ timeoutMs: 10_000 }), ring({ priority: -1 })] }));
    given.tell(0, enqueue('late', { waitingSinceAt: 0 }));
    given.tell(5_000, enqueue('early', { waitingSinceAt: -60_000 }));
    given.tell(10_000, ready('ada'));
    given.tell(10_000, { name: 'tick' });
    expect(given.acts()).toMatchObject([{ visitId: 'late', why: { priority: -1 } }, { visitId: 'early' }]);
  });

  test('give up a requirement after its time', () => {
    const requirements = [{ skillId: 'french', atLeast: 5, forMs: 15_000 }, ...french(2)];
    const given = shard(sales({ steps: [ring({ requirements })] }));
    given.tell(0, ready('ada', { skills: { french: 2 } }));
    given.tell(0, enqueue('v1'));
    given.tell(14_999, { name: 'tick' });
    expect(given.acts()).toEqual([]);
    given.tell(15_000, { name: 'tick' });
    expect(given.acts()).toMatchObject([{ agentId: 'ada' }]);
  });

  test('what the flow asks for a time is given up after it', () => {
    const given = shard(rings);
    const steps = [ring({ requirements: [{ skillId: 'technical', atLeast: 1, forMs: 5_000 }] })];
    given.tell(0, ready('ada', { skills: { french: 8 } }));
    given.tell(0, enqueue('v1', { steps }));
    expect(nextDueAt(given.state)).toBe(5_000);
    given.tell(5_000, { name: 'tick' });
    expect(given.acts()).toMatchObject([{ agentId: 'ada', why: { step: 0 } }]);
  });
});

describe('a step is left out', () => {
  const rule = (skipIf: RoutingStep['skipIf']) =>
    sales({ steps: [ring({ requirements: french(7), timeoutMs: 20_000, ...(skipIf && { skipIf }) }), anyone] });

  test.each([
    ['nobodySignedIn', 'signedOut', 1],
    ['nobodySignedIn', 'notReady', 0],
    ['nobodyReady', 'notReady', 1],
    ['nobodyReady', 'busy', 0],
    ['nobodyFree', 'busy', 1],
    ['nobodyFree', 'ready', 0],
  ] as const)('with %s when those who meet it are %s', (skipIf, state, step) => {
    const given = shard(rule(skipIf));
    given.tell(0, ready('bob'));
    if (state !== 'signedOut') given.tell(0, ready('ada', { skills: { french: 7 } }));
    if (state === 'busy') {
      given.tell(0, enqueue('call', { channel: 'voice', preferredAgentId: 'ada' }));
      given.match(0);
    }
    if (state === 'notReady') given.tell(0, notReady('ada', { skills: { french: 7 } }));
    expect(given.tell(1, enqueue('v1'))).toMatchObject({ kind: 'enqueued', step });
  });

  test('at its beginning only', () => {
    const given = shard(rule('nobodySignedIn'));
    given.tell(0, ready('ada', { skills: { french: 7 } }));
    given.tell(0, notReady('ada', { skills: { french: 7 } }));
    given.tell(1, enqueue('v1'));
    given.tell(2, set('ada', 'signedOut'));
    expect(nextDueAt(given.state)).toBe(20_001);
  });
});

describe('after the last step', () => {
  const to = (after: 'leave' | 'queue') => ({
    steps: [ring({ requirements: french(7), timeoutMs: 20_000, skipIf: 'nobodySignedIn' as const })],
    after: after === 'leave' ? ({ kind: 'leave' } as const) : ({ kind: 'queue', queueId: 'care' } as const),
  });

  test('the visit goes back to its flow', () => {
    const given = shard(sales(to('leave')));
    given.tell(0, ready('ada', { skills: { french: 7 } }));
    given.tell(0, notReady('ada', { skills: { french: 7 } }));
    given.tell(0, enqueue('v1'));
    given.tell(20_000, { name: 'tick' });
    expect(given.acts()).toEqual([
      { kind: 'expired', interactionId: 'i-v1', visitId: 'v1', queueId: 'sales', because: 'stepsOver' },
    ]);
    expect(given.tell(20_001, enqueue('v1'))).toEqual({ kind: 'visitEnded', how: 'expired' });
  });

  test('or to another queue, at once when every step is left out', () => {
    const given = shard(sales(to('queue')));
    given.tell(0, enqueue('v1'));
    expect(given.acts()).toEqual([
      {
        kind: 'overflowed',
        interactionId: 'i-v1',
        visitId: 'v1',
        queueId: 'sales',
        toQueueId: 'care',
        because: 'stepsOver',
      },
    ]);
    expect(given.tell(1, enqueue('v1'))).toEqual({ kind: 'visitEnded', how: 'overflowed' });
  });

  test('but not while an agent looks at it', () => {
    const given = shard(sales(to('leave')));
    given.tell(0, ready('ada', { skills: { french: 7 } }));
    given.tell(0, enqueue('v1'));
    given.match(0);
    given.tell(20_000, { name: 'tick' });
    expect(given.acts()).toEqual([]);
    given.tell(20_001, { name: 'decline', offerId: given.offerOf('ada'), agentId: 'ada', cause: 'declined' });
    expect(given.acts()).toMatchObject([{ kind: 'requeued' }, { kind: 'expired', because: 'stepsOver' }]);
  });
});
