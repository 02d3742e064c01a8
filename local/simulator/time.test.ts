import { createClock } from '../kit/clock';
import { createCoordinator, type Coordinator } from '../kit/coordinator';
import type { LocalRequest, LocalResponse } from '../kit/http';
import { NotSettled } from '../kit/settle';
import { createWork } from '../kit/work';
import { timeOperations } from './time';

const NOON = Date.UTC(2026, 9, 5, 12);
const clockOf = () => {
  const work = createWork();
  const clock = createClock(work, NOON, () => 0);
  return {
    clock,
    coordinator: createCoordinator({ participants: [], self: { clock, work, drains: [] } }),
    rough: null,
  };
};

async function step(body: unknown, parts: Parameters<typeof timeOperations>[0] = clockOf()): Promise<LocalResponse> {
  const operation = timeOperations(parts).find(({ id }) => id === 'stepClock');
  if (operation === undefined) throw new Error('The clock cannot be stepped.');
  return operation.handle({ method: 'POST', params: {}, url: new URL('http://x/'), json: () => body } as LocalRequest);
}

test('the clock is stepped by a length, to an instant, or follows real time', async () => {
  const parts = clockOf();
  expect(await step({ byMs: 1_000 }, parts)).toMatchObject({ status: 200, body: { now: NOON + 1_000 } });
  expect(await step({ to: NOON + 5_000, turnEveryMs: 5_000 }, parts)).toMatchObject({ body: { now: NOON + 5_000 } });
  expect(await step({ speed: 60 }, parts)).toMatchObject({ status: 200 });
  expect(parts.coordinator.speed()).toBe(60);
});

test.each([
  ['nothing', undefined],
  ['nothing of a clock', {}],
  ['a text', { byMs: '1000' }],
  ['a part of a millisecond', { byMs: 0.5 }],
  ['a step back', { byMs: -1 }],
  ['a step and a speed', { byMs: 1, speed: 2 }],
  ['a step and an instant', { byMs: 1, to: NOON }],
  ['turns that never come', { byMs: 1, turnEveryMs: 0 }],
  ['a speed that nothing keeps up with', { speed: 601 }],
  ['a speed back', { speed: -1 }],
])('%s is refused, and the clock stays', async (_what, body) => {
  const parts = clockOf();
  expect(await step(body, parts)).toMatchObject({
    status: 400,
    headers: { 'content-type': 'application/problem+json' },
  });
  expect([parts.clock.now(), parts.coordinator.speed()]).toEqual([NOON, 0]);
});

test.each([
  ['before now', { to: NOON - 1 }],
  ['after the last year that instants are written of', { to: 9e15 }],
  ['by more than there is', { byMs: 9e15 }],
])('an instant %s is none to go to, and the clock stays', async (_what, body) => {
  const parts = clockOf();
  expect(await step(body, parts)).toMatchObject({ status: 409 });
  expect(parts.clock.now()).toBe(NOON);
});

test('whoever waits for what does not come to rest is told what that is', async () => {
  const advance: Coordinator['advance'] = () => Promise.reject(new NotSettled('Not settled: the host runs 1.'));
  const parts = clockOf();
  const answer = await step({ byMs: 1 }, { ...parts, coordinator: { ...parts.coordinator, advance } });
  expect(answer).toMatchObject({ status: 504, body: { detail: 'Not settled: the host runs 1.' } });
});
