import fc from 'fast-check';
import { addressOf, agentOf, rawIdOf, rawIdOfAgent } from './address';

const phone = fc.stringMatching(/^\+[1-9][0-9]{6,14}$/);
const address = fc.oneof(
  phone,
  fc.constant('anonymous'),
  fc.uuid().map((id) => `28:orgid:${id}`),
  fc.tuple(fc.uuid(), fc.uuid()).map(([resource, user]) => `8:acs:${resource}_${user}`),
);

test('an address survives being a raw id', () => {
  fc.assert(
    fc.property(address, (text) => {
      expect(addressOf(rawIdOf(text))).toBe(text);
    }),
  );
});

test('an asserted number is the number', () => {
  fc.assert(
    fc.property(phone, fc.uuid(), (number, asserted) => {
      expect(addressOf(`4:${number}_${asserted}`)).toBe(number);
    }),
  );
});

test('an agent survives being a raw id, and nobody else is one', () => {
  fc.assert(
    fc.property(fc.uuid(), address, (teamsUserId, other) => {
      expect(agentOf(rawIdOfAgent(teamsUserId))).toBe(teamsUserId);
      expect(agentOf(rawIdOf(other))).toBeUndefined();
    }),
  );
});
