import { enqueue, ready, sales, shard } from './given-shard.testsuite';
import { USUAL_PLAN } from './plan';
import { whyNot } from './shard';
import type { Preference } from './types';

/** Bob works in sales and helps out in care. */
const helper = (care: Partial<Preference>) =>
  ready('bob', { queueIds: ['sales', 'care'], preferences: { care: { level: 1, afterMs: 0, ...care } } });

const inCare = { queueId: 'care' } as const;
const delayed = { care: { plan: { ...USUAL_PLAN, key: 'd', delaysMs: [30_000] } } };

describe('an agent with a delay in a queue', () => {
  test('is shown its customers when they have waited so long, to the second', () => {
    const told = shard(delayed);
    told.tell(0, helper({ afterMs: 30_000 }));
    told.tell(0, enqueue('one', inCare));
    expect(told.match(29_999)).toEqual([]);
    expect(whyNot(told.state, 'one', 'bob')).toEqual({
      kind: 'removed',
      obstacle: { kind: 'tooEarly', afterMs: 30_000 },
    });
    expect(told.match(30_000)).toEqual(['bob < one']);
  });

  test('has at once whoever brings their wait along, from another queue or by a transfer', () => {
    const told = shard(delayed);
    told.tell(40_000, helper({ afterMs: 30_000 }));
    told.tell(40_000, enqueue('old', { ...inCare, waitingSinceAt: 10_000 }));
    expect(told.match(40_000)).toEqual(['bob < old']);
  });

  test('leaves the customers to those who work there', () => {
    const told = shard(delayed);
    told.tell(0, helper({ afterMs: 30_000 }));
    told.tell(1, ready('ada', { queueIds: ['care'] }));
    told.tell(2, enqueue('one', inCare));
    expect(told.match(2)).toEqual(['ada < one']);
  });

  test('may pull a customer whom the shard would not offer them yet', () => {
    const told = shard(delayed);
    told.tell(0, helper({ afterMs: 30_000 }));
    told.tell(0, enqueue('one', inCare));
    expect(told.tell(1, { name: 'pull', agentId: 'bob', visitId: 'one' })).toMatchObject({ kind: 'taken' });
  });

  test('is not kept from a customer whose plan is older than the delay', () => {
    const told = shard();
    told.tell(0, helper({ afterMs: 30_000 }));
    told.tell(0, enqueue('one', inCare));
    expect(told.match(0)).toEqual(['bob < one']);
  });
});

describe('a queue of the second level', () => {
  const oneAtATime = { totalUnits: 1, channels: { chat: { units: 1, max: 1, exclusive: false } } };
  const bob = { queueIds: ['sales', 'care'], preferences: { care: { level: 2, afterMs: 0 } }, capacity: oneAtATime };

  test('comes behind one of the first, however long its customers have waited', () => {
    const told = shard();
    told.tell(0, enqueue('older', inCare));
    told.tell(1, enqueue('younger', { waitingSinceAt: 1 }));
    told.tell(2, ready('bob', bob));
    expect(told.match(2)).toEqual(['bob < younger']);
    expect(whyNot(told.state, 'older', 'bob')).toMatchObject({ kind: 'removed', obstacle: { kind: 'noRoom' } });
  });

  test('is theirs as soon as the one before has nobody for them', () => {
    const told = shard();
    told.tell(0, enqueue('older', inCare));
    told.tell(1, enqueue('younger', { waitingSinceAt: 1 }));
    told.tell(2, ready('bob', bob));
    told.tell(3, { name: 'cancel', visitId: 'younger', reason: 'customerLeft' });
    expect(told.match(3)).toEqual(['bob < older']);
  });

  test('is theirs while they are spared from whoever waits in the first', () => {
    const told = shard(sales({}));
    told.tell(0, ready('bob', bob));
    told.tell(0, enqueue('first'));
    told.match(0);
    told.tell(1, { name: 'decline', offerId: told.offerOf('bob'), agentId: 'bob', cause: 'declined' });
    told.tell(2, enqueue('second', inCare));
    expect(told.match(2)).toEqual(['bob < second']);
  });

  test('says which queue they prefer', () => {
    const told = shard();
    told.tell(0, enqueue('older', inCare));
    told.tell(1, enqueue('younger', { waitingSinceAt: 1 }));
    told.tell(2, ready('bob', bob));
    expect(whyNot(told.state, 'older', 'bob')).toEqual({
      kind: 'removed',
      obstacle: { kind: 'prefersQueue', queueId: 'sales' },
    });
  });
});
