import fc from 'fast-check';
import { sipHeadersOf } from './sip-headers';

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
