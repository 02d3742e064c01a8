import fc from 'fast-check';
import { createClock, type Clock } from '../kit/clock';
import { createWork } from '../kit/work';
import { createDueQueue } from './due-queue';

/** As the coordinator of the one clock does: it stops wherever something is due. */
function stepThrough(clock: Clock, target: number): void {
  for (let due = clock.nextDueAt(); due !== undefined && due <= target; due = clock.nextDueAt()) {
    clock.stepTo(Math.max(due, clock.now()));
  }
  clock.stepTo(target);
}

test('items are released at their time, in order, however they were added; removed ones never', () => {
  const items = fc.array(fc.record({ dueAt: fc.nat(100), isUnwanted: fc.boolean() }), { maxLength: 30 });
  fc.assert(
    fc.property(items, fc.array(fc.nat(40), { maxLength: 5 }), (added, steps) => {
      const clock = createClock(createWork(), 0, () => 0);
      const released: { at: number; i: number }[] = [];
      const queue = createDueQueue<number>(clock, (i) => void released.push({ at: clock.now(), i }));
      added.forEach(({ dueAt }, i) => queue.add(dueAt, i));
      queue.remove((i) => added[i]!.isUnwanted);
      for (const step of [...steps, 101]) stepThrough(clock, clock.now() + step);
      const expected = added
        .map(({ dueAt, isUnwanted }, i) => ({ at: dueAt, i, isUnwanted }))
        .filter((one) => !one.isUnwanted && one.at <= clock.now())
        .sort((a, b) => a.at - b.at || a.i - b.i)
        .map(({ at, i }) => ({ at, i }));
      expect(released).toEqual(expected);
    }),
  );
});
