import fc from 'fast-check';
import { headerIn, receivedHeaders, sipHeadersOf } from './sip-headers';

const one = (value: string, name = 'X-Order') => sipHeadersOf([{ name, value }]);

describe('headers of a call to a number', () => {
  test('go out as they are', () => {
    expect(one('100001').sent).toEqual([{ name: 'X-Order', value: '100001' }]);
    expect(one('order=100001 vip', 'User-To-User').sent).toHaveLength(1);
  });

  test.each([
    ['a line break', '1\r\nContact: <sip:attacker.example>'],
    ['a lone line feed', '1\nX-Admin: yes'],
    ['a folded line', '1\r\n more'],
    ['a null', '1\u0000'],
    ['another separator of lines', '1\u2028X-Admin: yes'],
    ['digits of another script', '１２３'],
    ['another header after a comma', '1,sip:attacker.example'],
    ['a parameter', '1;encoding=hex'],
    ['an address', '<sip:attacker.example>'],
    ['a quotation', '"1"'],
    ['nothing', ' '],
    ['a book', 'a'.repeat(257)],
  ])('%s does not', (_what, value) => {
    expect(one(value)).toEqual({ sent: [], refused: ['X-Order'] });
  });

  test.each(['Contact', 'From', 'X-', 'X--', 'X-A\r\nB', 'x-order', 'X-Order:', ''])(
    'nor does one named %j',
    (name) => {
      expect(one('1', name).sent).toEqual([]);
    },
  );

  test('whatever is said, no header has a line break, and each is sent or named', () => {
    const header = fc.record({
      name: fc.constantFrom('X-A', 'X-B', 'User-To-User', 'Via'),
      value: fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('1', 'a b')),
    });
    fc.assert(
      fc.property(fc.uniqueArray(header, { selector: ({ name }) => name }), (wanted) => {
        const { sent, refused } = sipHeadersOf(wanted);
        expect([...sent.map(({ name }) => name), ...refused].sort()).toEqual(wanted.map(({ name }) => name).sort());
        for (const { value } of sent) expect(value).toMatch(/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/u);
      }),
    );
  });
});

describe('headers of a call that rings', () => {
  const takenOf = (said: Record<string, unknown>) => receivedHeaders(said).taken;

  test('are known by the names that we write, in whatever letters they come', () => {
    const said = { userToUser: 'order=1', 'x-ms-custom-Tier': ' gold ', 'X-MS-Custom-Trunk': 'sbc.example' };
    expect(receivedHeaders(said)).toEqual({
      taken: [
        { name: 'User-To-User', value: 'order=1' },
        { name: 'X-MS-Custom-Tier', value: 'gold' },
        { name: 'X-MS-Custom-Trunk', value: 'sbc.example' },
      ],
      refused: 0,
    });
    expect(headerIn(takenOf(said), 'X-MS-CUSTOM-TIER')).toBe('gold');
    expect(headerIn(takenOf(said), 'X-MS-Custom-Other')).toBeUndefined();
  });

  test('are read where they are written as octets', () => {
    expect(takenOf({ 'User-To-User': '6f726465723d31;encoding=hex' })).toEqual([
      { name: 'User-To-User', value: 'order=1' },
    ]);
    expect(takenOf({ 'User-To-User': '6F72;purpose=call;encoding=hex' })).toEqual([
      { name: 'User-To-User', value: 'or' },
    ]);
  });

  test.each<[string, Record<string, unknown>]>([
    ['a line break in octets', { 'User-To-User': '610d0a62;encoding=hex' }],
    ['octets that are no text', { 'User-To-User': '00ff;encoding=hex' }],
    ['half an octet', { 'User-To-User': '616;encoding=hex' }],
    ['a line break', { 'X-MS-Custom-A': '1\r\nX-MS-Custom-B: 2' }],
    ['a tag', { 'X-MS-Custom-A': '<audio src="x"/>' }],
    ['a book', { 'X-MS-Custom-A': 'a'.repeat(257) }],
    ['no text', { 'X-MS-Custom-A': { toString: 1 } }],
    ['a name of ten thousand letters', { [`X-${'a'.repeat(10_000)}`]: '1' }],
    ['a name with a line break', { 'X-A\r\nX-B': '1' }],
    ['a name that is not for callers', { 'P-Asserted-Identity': 'sip:ceo@contoso.example' }],
    ['the name of everything', JSON.parse('{ "__proto__": "1" }') as Record<string, unknown>],
  ])('%s is not taken', (_what, said) => {
    expect(receivedHeaders(said)).toEqual({ taken: [], refused: 1 });
  });

  test('one of two values under one name is not chosen', () => {
    expect(receivedHeaders({ 'X-MS-Custom-A': '1', 'x-ms-custom-a': '2', 'X-MS-Custom-B': '3' })).toEqual({
      taken: [{ name: 'X-MS-Custom-B', value: '3' }],
      refused: 2,
    });
  });

  test('whoever sends more than a call carries is believed in none', () => {
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`X-MS-Custom-${n}`, '1']));
    expect(takenOf(many(6))).toHaveLength(6);
    expect(receivedHeaders(many(7))).toEqual({ taken: [], refused: 7 });
  });

  test('whatever is said, what is taken could go out again, and all is counted', () => {
    const name = fc.oneof(
      fc.constantFrom('userToUser', 'User-To-User', 'X-MS-Custom-A', 'x-ms-custom-a', 'x-b'),
      fc.string(),
    );
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.stringMatching(/^[0-9a-f]{0,20};encoding=hex$/u),
      fc.constantFrom('1', 'a b'),
      fc.anything(),
    );
    fc.assert(
      fc.property(fc.dictionary(name, value, { maxKeys: 8 }), (said) => {
        const { taken, refused } = receivedHeaders(said);
        expect(sipHeadersOf(taken)).toEqual({ sent: taken, refused: [] });
        expect(taken.length + refused).toBe(Object.keys(said).length);
      }),
    );
  });
});
