import { takeable } from './balance';
import type { Lease } from './change-feed';

const NOW = 1_000_000;
/** Leases by a letter for each owner; `-` is nobody's, a capital has not renewed for a minute. */
const leases = (owners: string): Lease[] =>
  owners.split('').map((owner, i) => ({
    range: String(i),
    owner: owner === '-' ? null : owner.toLowerCase(),
    continuation: null,
    renewedAt: owner === owner.toLowerCase() ? NOW - 59_999 : NOW - 60_000,
    version: '1',
  }));
const take = (owners: string) => {
  const { free, stolen } = takeable(leases(owners), 'm', NOW);
  return [free.map(({ range }) => range).join(''), stolen?.range ?? ''];
};

test.each([
  ['the first host takes all', '---', ['012', '']],
  ['of what is free a second one takes its share', 'a---', ['12', '']],
  ['one that has enough takes one of what is free all the same', 'mmm-', ['3', '']],
  ['leases that were not renewed are free', 'AAAA', ['0123', '']],
  ['its own are not, however old they are', 'MMMM', ['', '']],
  ['a new host takes one from who has all', 'aaa', ['', '0']],
  ['who has its share takes none', 'maa', ['', '']],
  ['more hosts than leases: nobody takes from who has one', 'ab', ['', '']],
  ['it takes from the one that has most', `a${'b'.repeat(3)}m`, ['', '1']],
])('%s', (_, owners, expected) => {
  expect(take(owners)).toEqual(expected);
});

test.each([2, 3, 4, 7])('%i hosts come to equal shares, and stay there', (hosts) => {
  let all = leases('a'.repeat(12));
  for (let round = 0; round < 40; round += 1) {
    const me = 'abcdefg'[round % hosts] ?? '';
    const { free, stolen } = takeable(all, me, NOW);
    const taken = [...free, ...(stolen ? [stolen] : [])];
    all = all.map((lease) => (taken.includes(lease) ? { ...lease, owner: me } : lease));
  }
  const counts = 'abcdefg'
    .slice(0, hosts)
    .split('')
    .map((host) => all.filter(({ owner }) => owner === host).length);
  expect(Math.max(...counts)).toBe(Math.ceil(12 / hosts));
  expect(Math.min(...counts)).toBeGreaterThan(0);
});
