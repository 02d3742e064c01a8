import fc from 'fast-check';
import { documentId } from './documents';

const parts = fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 3 });

test('ids of what differs differ', () => {
  fc.assert(
    fc.property(parts, parts, (one, other) => {
      expect(documentId(...one) === documentId(...other)).toBe(JSON.stringify(one) === JSON.stringify(other));
    }),
  );
});

test('ids hold nothing that Cosmos DB forbids, or takes for an escape', () => {
  fc.assert(
    fc.property(parts, (some) => {
      expect(documentId(...some)).toMatch(/^[A-Za-z0-9\-_.!~*'()=:]*$/u);
    }),
  );
});

test.each([
  [['act:2/1'], 'act=3A2=2F1'],
  [['+14255550171', 'a=b', '100%'], '=2B14255550171:a=3Db:100=25'],
])('of %j: %s', (some, id) => {
  expect(documentId(...some)).toBe(id);
});
