import { createKeepingUp, keepUp } from './keeping-up';

/** The speeds that follow turns of these real lengths. */
function speeds(wanted: number, ...turns: readonly number[]): readonly number[] {
  const keepingUp = createKeepingUp();
  let speed = wanted;
  return turns.map((tookMs) => (speed = keepingUp.speedAfter({ tookMs, speed, wanted })));
}

test('a machine that keeps up runs as fast as it was asked to', () => {
  expect(speeds(60, 40, 60, 80, 50)).toEqual([60, 60, 60, 60]);
});

test('where a turn takes long, the clock runs slower: five seconds of it make a turn', () => {
  expect(speeds(60, 500)).toEqual([10]);
  expect(speeds(60, 20_000)).toEqual([1]);
});

test('one long turn slows it a little, and it comes back', () => {
  const found = speeds(60, 50, 1_000, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50);
  expect(found[1]).toBe(21);
  expect(found.at(-1)).toBeGreaterThanOrEqual(50);
});

test('it comes back to what is wanted, and not only near it', () => {
  expect(speeds(60, 95, 110, 140, 120, 60, 60, 60, 60, 60, 60).at(-1)).toBe(60);
});

test('small changes are left alone', () => {
  expect(speeds(60, 90)).toEqual([60]);
});

describe('the clock that is to keep up', () => {
  let speed: number;
  let isDown: boolean;
  beforeEach(() => {
    [speed, isDown] = [1, false];
  });
  const coordinator = {
    speed: () => speed,
    async follow(to: number) {
      if (isDown) throw new Error('The host is down.');
      speed = to;
    },
  };

  test('comes back to what was asked for after it could not be set', async () => {
    const turn = keepUp(coordinator, 60);
    for (const tookMs of [50, 1_000]) await turn(tookMs);
    expect(speed).toBe(21);
    isDown = true;
    for (let n = 0; n < 20; n += 1) await turn(50);
    isDown = false;
    await turn(50);
    expect(speed).toBe(60);
  });

  test('is left at the speed that somebody sets', async () => {
    const turn = keepUp(coordinator, 60);
    await turn(50);
    await coordinator.follow(5);
    for (let n = 0; n < 5; n += 1) await turn(50);
    expect(speed).toBe(5);
  });
});
