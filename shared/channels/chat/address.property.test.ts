import fc from 'fast-check';
import { decodeChatUser, encodeChatUser } from './address';

test('a user that is encoded decodes to itself', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.uuid(), (resourceId, userId) => {
      expect(decodeChatUser(encodeChatUser({ resourceId, userId }))).toEqual({ resourceId, userId });
    }),
  );
});

test.each(['', '4:+14255550123', '8:orgid:ada', '8:acs:resource_tenant_user', '8:acs:_x'])('%p is no user', (rawId) => {
  expect(decodeChatUser(rawId)).toBeUndefined();
});
