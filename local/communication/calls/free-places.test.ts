import { newLeg } from './legs';
import { freePlaces } from './limits';

test('a client that joins takes the last place, and the next finds none', () => {
  const leg = newLeg('8:acs:resource-1_a', 'caller', null);
  const legs = (count: number) => Array.from({ length: count }, () => leg);
  expect(freePlaces({ legs: legs(349) })).toBe(1);
  expect(freePlaces({ legs: legs(350) })).toBe(0);
  expect(freePlaces({ legs: [...legs(349), { ...leg, state: 'ended' }] })).toBe(1);
});
