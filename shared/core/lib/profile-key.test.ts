import { profileKeyOf } from './profile-key';

test.each([
  ['voice', '+14255550177', '+14255550177'],
  ['sms', '+14255550177', '+14255550177'],
  ['email', 'Ada@Contoso.Example ', 'ada@contoso.example'],
  ['voice', 'anonymous', null],
  ['voice', '8:acs:resource_user', null],
  ['voice', '28:orgid:account', null],
  ['sms', '74321', null],
  ['email', 'nobody', null],
  ['chat', 'visitor:abc', null],
] as const)('%s from %s is known as %s', (channel, address, key) => {
  expect(profileKeyOf(channel, address)).toBe(key);
});

test('nothing is guessed: a dot, a tag or a leading zero makes another address', () => {
  expect(profileKeyOf('email', 'a.da@contoso.example')).not.toBe(profileKeyOf('email', 'ada@contoso.example'));
  expect(profileKeyOf('email', 'ada+x@contoso.example')).not.toBe(profileKeyOf('email', 'ada@contoso.example'));
});
