import { byReachability, reachabilityOf, type Reachability } from './reachability';

test.each([
  ['Available', 'Available', 'available'],
  ['AvailableIdle', 'Inactive', 'available'],
  ['BeRightBack', 'BeRightBack', 'away'],
  ['Busy', 'InAMeeting', 'busy'],
  ['Busy', 'InACall', 'inACall'],
  ['DoNotDisturb', 'Presenting', 'doNotDisturb'],
  ['Offline', 'OffWork', 'offline'],
  ['PresenceUnknown', 'PresenceUnknown', 'unknown'],
  ['SomethingNew', 'SomethingNew', 'unknown'],
])('%s with %s is %s', (availability, activity, expected) => {
  expect(reachabilityOf({ availability, activity })).toBe(expected);
});

test('of whom Teams says nothing, nothing is known', () => {
  expect(reachabilityOf(undefined)).toBe('unknown');
});

test('who answers most likely stands first', () => {
  const people = (['offline', 'inACall', 'available', 'away'] satisfies Reachability[]).map((reachability) => ({
    reachability,
  }));
  expect(people.sort(byReachability).map(({ reachability }) => reachability)).toEqual([
    'available',
    'away',
    'inACall',
    'offline',
  ]);
});
