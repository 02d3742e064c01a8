import { createBatchWriter } from './batch-writer';
import type { WrittenStep } from './hub-tables';

const STEP: WrittenStep = { change: { consumed: [], emitted: [] }, text: '' };

/** A writer on a disk that takes so long, with the number of steps of each write. */
function stand(tookMs: number) {
  const written: number[] = [];
  let at = 0;
  const { write } = createBatchWriter(
    {
      commit: async (run) => {
        await new Promise((resolve) => void setImmediate(resolve));
        const result = run();
        at += tookMs;
        return result;
      },
    },
    (steps) => void written.push(steps.length),
    () => at,
  );
  const many = (count: number) => Promise.all(Array.from({ length: count }, () => write(STEP)));
  return { many, written, pass: (ms: number) => void (at += ms) };
}

test('what comes in one turn is one write', async () => {
  const { many, written } = stand(4);
  await many(20);
  expect(written).toEqual([20]);
});

test('after a write of many the next waits, and takes along what comes meanwhile', async () => {
  const { many, written } = stand(4);
  await many(20);
  const first = many(1);
  await new Promise((resolve) => void setImmediate(resolve));
  expect(written).toEqual([20]);
  await Promise.all([first, many(2)]);
  expect(written).toEqual([20, 3]);
});

test('nobody waits where few come, or where enough was done since', async () => {
  const { many, written, pass } = stand(4);
  await many(1);
  const alone = many(1);
  await new Promise((resolve) => void setImmediate(resolve));
  expect(written).toEqual([1, 1]);
  await alone;
  await many(20);
  pass(8);
  const afterWork = many(1);
  await new Promise((resolve) => void setImmediate(resolve));
  expect(written).toHaveLength(4);
  await afterWork;
});
