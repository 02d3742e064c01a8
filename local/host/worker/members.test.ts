import { fromTypedData, json, text } from './typed-data';
import { membersOf } from './members';

test.each([
  [
    '{"shop":"berlin","n":5,"paid":true,"to":{"city":"x"}}',
    { shop: 'berlin', n: '5', paid: 'True', to: { city: 'x' } },
  ],
  ['{"tags":["a"],"nothing":null}', {}],
  ['[{"a":1}]', {}],
  ['{no json', {}],
  ['plain', {}],
])('beside %s come %j', (content, expected) => {
  const members = Object.entries(membersOf(text(content))).map(([name, value]) => [name, fromTypedData(value)]);
  expect(Object.fromEntries(members)).toEqual(expected);
});

test('what is no text has none', () => {
  expect(membersOf(json({ a: 1 }))).toEqual({});
});
