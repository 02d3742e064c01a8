import { enqueue, ready, shard, type Told } from './given-shard.testsuite';
import { calibration, promised, restore, snapshot } from './shard';

const oneAtATime = { totalUnits: 1, channels: { chat: { units: 1, max: 1, exclusive: false } } };

/** Ada answers a customer a minute, and always some wait: she has answered six by 6 min. */
function busyQueue(): Told {
  const told = shard();
  told.tell(0, ready('ada', { capacity: oneAtATime }));
  for (let n = 0; n < 12; n += 1) told.tell(0, enqueue(`v${n}`));
  for (let n = 0; n < 6; n += 1) answerNext(told, n * 60_000);
  return told;
}

function answerNext(told: Told, at: number): void {
  told.tell(at, { name: 'heartbeat', agentId: 'ada' });
  for (const assignmentId of told.state.assignments.keys())
    told.tell(at, { name: 'release', assignmentId, wrapUpMs: null });
  told.match(at);
  told.tell(at, { name: 'accept', offerId: told.offerOf('ada'), agentId: 'ada' });
}

describe('the wait that a customer is promised', () => {
  test('is what was to be expected as they entered, with the interval that eight of ten waits are in', () => {
    const told = busyQueue();
    told.tell(310_000, enqueue('late', { waitingSinceAt: 310_000 }));
    expect(promised(told.state, 'late')).toMatchObject({ position: 7, expectedMs: 420_000 });
    answerNext(told, 360_000);
    expect(promised(told.state, 'late')).toMatchObject({ position: 7 });
  });

  test('is scored when they are answered', () => {
    const told = busyQueue();
    told.tell(310_000, enqueue('late', { waitingSinceAt: 310_000 }));
    for (let n = 6; n < 13; n += 1) answerNext(told, n * 60_000);
    expect(calibration(told.state)).toEqual([{ queueId: 'sales', promises: 1, kept: 1, share: 1 }]);
  });

  test('counts as broken when they wait beyond the interval', () => {
    const told = busyQueue();
    told.tell(310_000, enqueue('late', { waitingSinceAt: 310_000 }));
    for (let n = 0; n < 7; n += 1) answerNext(told, 360_000 + n * 170_000);
    expect(calibration(told.state)).toMatchObject([{ promises: 1, kept: 0 }]);
  });

  test('is none where somebody is free or nothing is known, and of who leaves nothing is scored', () => {
    const told = busyQueue();
    told.tell(310_000, enqueue('leaves', { waitingSinceAt: 310_000 }));
    told.tell(320_000, { name: 'cancel', visitId: 'leaves', reason: 'customerLeft' });
    told.tell(330_000, ready('bob'));
    told.tell(330_000, enqueue('lucky', { waitingSinceAt: 330_000 }));
    expect([promised(told.state, 'v7'), promised(told.state, 'lucky')]).toEqual([null, null]);
    expect(calibration(told.state)).toMatchObject([{ promises: 0, share: null }]);
  });

  test('is kept over a snapshot', () => {
    const told = busyQueue();
    told.tell(310_000, enqueue('late', { waitingSinceAt: 310_000 }));
    const again = restore(snapshot(told.state));
    expect(promised(again, 'late')).toEqual(promised(told.state, 'late'));
    expect(calibration(again)).toEqual(calibration(told.state));
  });
});
