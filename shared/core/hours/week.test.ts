import { ALL_WEEK, firstGap, localOf, unionOf, WEEK, weekOf } from './week';

const weekly = (...days: readonly (readonly [number, readonly (readonly [number, number])[]])[]) => ({
  weekly: new Map(days),
});

test('a week is told in minutes of UTC, and what goes over its end comes at its beginning', () => {
  expect(weekOf(weekly([1, [[540, 1020]]]), 120)).toEqual([[420, 900]]);
  expect(weekOf(weekly([1, [[60, 180]]]), 120)).toEqual([
    [0, 60],
    [WEEK - 60, WEEK],
  ]);
  expect(weekOf(weekly([7, [[1380, 1440]]]), -60)).toEqual([[0, 60]]);
});

test('what touches is one stretch', () => {
  expect(
    unionOf([
      [100, 200],
      [0, 50],
      [200, 300],
      [120, 150],
    ]),
  ).toEqual([
    [0, 50],
    [100, 300],
  ]);
});

test.each([
  ['all is covered', [[0, 500]], undefined],
  ['nothing is', [], [100, 400]],
  ['the beginning is not', [[200, 500]], [100, 200]],
  [
    'the middle is not',
    [
      [0, 200],
      [300, 500],
    ],
    [200, 300],
  ],
  ['the end is not', [[0, 300]], [300, 400]],
] as const)('the first gap where %s', (_, cover, expected) => {
  expect(firstGap([[100, 400]], cover)).toEqual(expected);
});

test('a gap is read on the clocks of its place', () => {
  const read = (from: number, to: number) => {
    const local = localOf([from, to], 120);
    return [local.from.weekday, local.from.minute, local.to.weekday, local.to.minute];
  };
  expect(read(420, 900)).toEqual([1, 540, 1, 1020]);
  expect(read(1260, 1320)).toEqual([1, 1380, 1, 1440]);
  expect(read(1200, 1400)).toEqual([1, 1320, 2, 80]);
  expect(read(WEEK - 180, WEEK)).toEqual([7, 1380, 1, 120]);
  expect(firstGap(ALL_WEEK, [[0, WEEK]])).toBeUndefined();
});
