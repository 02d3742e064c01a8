import { parseExpression } from './parse-expression';

const skill = (skillId: string, is = '>=', level = 1) => ({ kind: 'skill', skillId, is, level });

test('and binds closer than or; not closest', () => {
  expect(parseExpression('german >= 5 and not trainee or agent in (diego, enrico)')).toEqual({
    ok: true,
    value: {
      kind: 'any',
      of: [
        { kind: 'all', of: [skill('german', '>=', 5), { kind: 'not', of: skill('trainee') }] },
        { kind: 'agents', agentIds: ['diego', 'enrico'] },
      ],
    },
  });
});

test('brackets and every comparison', () => {
  expect(parseExpression('(a-b = 3 or c != 2) and d < 4 and e <= 5 and f > 0 and agent = zoe')).toMatchObject({
    ok: true,
    value: { kind: 'all', of: [{ kind: 'any', of: [skill('a-b', '=', 3), skill('c', '!=', 2)] }, {}, {}, {}, {}] },
  });
});

test.each([
  ['german >> 5', 9, 'a proficiency from 0 to 10 is missing'],
  ['german >= 11', 11, 'a proficiency from 0 to 10 is missing'],
  ['german and', 11, 'a skill is missing'],
  ['german technical', 8, "'technical' does not belong here"],
  ['(german', 8, "')' is missing"],
  ['agent diego', 7, "'in' is missing before 'diego'"],
  ['German', 1, "'German' cannot be read"],
  ['german & technical', 8, "'& technical' cannot be read"],
  ['', 1, 'a skill is missing'],
])('%s is refused', (text, at, message) => {
  expect(parseExpression(text)).toEqual({ ok: false, error: { at, message } });
});
