// cspell:ignore maxlength minlength nonfile
import { compareRoutes, compileRoute } from './route-template';

const GUID = '0f8fad5b-d9cb-469f-a165-70867728950e';

test.each([
  ['api/bot/messages', '/api/bot/messages', {}],
  ['api/bot/messages', '/API/Bot/messages/', {}],
  ['api/agents/{id}', '/api/agents/a%20b', { id: 'a b' }],
  ['api/agents/{id}', '/api/agents/a%2Fb', { id: 'a%2Fb' }],
  ['api/agents/{id}', '/api/agents/%zz', { id: '%zz' }],
  ['api/agents/{id}', '/api/agents/', undefined],
  ['api/agents/{id:int}/calls', '/api/agents/7/calls', { id: '7' }],
  ['api/files/{*path}', '/api/files/a/b/c', { path: 'a/b/c' }],
  ['api/files/{**path}', '/api/files/a/b', { path: 'a/b' }],
  ['api/files/{*path}', '/api/files', {}],
  ['api/files/{*path=index.html}', '/api/files', { path: 'index.html' }],
  ['api/files/{*path:minlength(3)}', '/api/files/a', undefined],
  ['api/{kind?}', '/api', {}],
  ['api/{kind=all}', '/api', { kind: 'all' }],
  ['api/{kind=all}', '/api/x', { kind: 'x' }],
  ['api/{kind=all}/{n:int=1}', '/api/x', { kind: 'x', n: '1' }],
  ['api/{kind=all}/{n:int=1}', '/api', { kind: 'all', n: '1' }],
  ['api/{id:int:min(1)?}', '/api', {}],
  ['api/{id:int:min(1)?}', '/api/1', { id: '1' }],
  ['api/{id:int:min(1)?}', '/api/0', undefined],
  ['api/{id:int:min(1)?}', '/api/x', undefined],
  ['api/{name}.json', '/api/report.json', { name: 'report' }],
  ['api/{name}.json', '/api/report.xml', undefined],
  ['api/{name}.{type?}', '/api/report', { name: 'report' }],
  ['api/{name}.{type?}', '/api/q1.report.pdf', { name: 'q1.report', type: 'pdf' }],
  ['api/{from}-{to}', '/api/a-b-c', { from: 'a-b', to: 'c' }],
  ['api/v{major:int}', '/api/v12', { major: '12' }],
  ['api/{{literal}}', '/api/{literal}', {}],
  ['api/a', '/api/a/b', undefined],
])('%s on %s', (template, path, expected) => {
  expect(compileRoute(template).match(path)).toEqual(expected);
});

test.each([
  ['int', ['12', '-12', '+12', '2147483647'], ['x', '2147483648', '1.5', '']],
  ['long', ['9223372036854775807', '-1'], ['9223372036854775808', '1e3']],
  ['bool', ['true', 'FALSE'], ['1', 'yes']],
  [
    'datetime',
    ['2026-10-05', '2026-10-05T14:00:00Z', '2024-02-29', '10-05-2026', '2026-10-05 2:30 pm'],
    ['2026-13-01', '2026-02-29', 'noon', '5', '2026-10-05T25:00'],
  ],
  ['decimal', ['49.99', '-1', '1,000.5', '.5'], ['1e3', 'x', '79228162514264337593543950336']],
  ['double', ['1.234', '-1,001.01e8', 'NaN'], ['x', '1.2.3']],
  ['float', ['1.234', '1e9'], ['1f']],
  ['guid', [GUID, GUID.replaceAll('-', ''), `{${GUID}}`, `(${GUID})`], ['x', GUID.slice(1)]],
  ['alpha', ['Rick'], ['a1', 'ä']],
  ['required', ['x'], []],
  ['file', ['a.txt', '.gitignore'], ['a', 'a.']],
  ['nonfile', ['a', 'a.'], ['a.txt']],
  ['minlength(4)', ['Rick'], ['Ric']],
  ['maxlength(3)', ['Ric', ''], ['Rick']],
  ['length(3)', ['abc'], ['ab', 'abcd']],
  ['length(2, 3)', ['ab', 'abc'], ['a', 'abcd']],
  ['min(18)', ['18', '19'], ['17', 'x']],
  ['max(120)', ['-1', '120'], ['121']],
  ['range(18,120)', ['18', '120'], ['17', '121', '20.5']],
  ['regex(^\\d{{3}}-\\d{{2}}$)', ['123-45'], ['1234-5', '123-456']],
  ['regex(^(a|b),c:d$)', ['a,c:d', 'B,C:D'], ['c,c:d']],
  ['regex(b)', ['abc'], ['ac']],
  ['INT', ['1'], ['x']],
])('{value:%s} takes %j and not %j', (constraint, taken, refused) => {
  const { match } = compileRoute(`x/{*value:${constraint}}`);
  const isTaken = (value: string) => match(`/x/${encodeURIComponent(value)}`) !== undefined;
  expect(taken.filter((value) => value !== '' && !isTaken(value))).toEqual([]);
  expect(refused.filter((value) => isTaken(value))).toEqual([]);
});

test("the order is the host's: literals, then by how many constraints, then the longer one; the rest is no special case", () => {
  const templates = [
    ...[
      'api/{kind}',
      'api/{id:int}',
      'api/{id:int:min(1)}',
      'api/fixed',
      'api/fixed/{id}',
      'api/{kind}/{*rest}',
      'api',
    ],
    'api/first/{id}',
  ];
  const sorted = [...templates].sort((a, b) => compareRoutes(compileRoute(a), compileRoute(b)));
  expect(sorted).toEqual([
    ...['api/first/{id}', 'api/fixed/{id}', 'api/fixed', 'api/{id:int:min(1)}', 'api/{id:int}', 'api/{kind}/{*rest}'],
    ...['api/{kind}', 'api'],
  ]);
  expect(compareRoutes(compileRoute('api/{*rest}'), compileRoute('api/{kind}'))).toBe(0);
});

test.each([
  ['api/{id:even}', "constraint 'even'"],
  ['api/{id:range(1)}', 'has 1 arguments'],
  ['api/{id:int(1)}', 'has 1 arguments'],
  ['api/{id:range(5,1)}', 'is none'],
  ['api/{id:min(x)}', 'is none'],
  ['api/{id:regex([)}', 'is none'],
  ['api/{id=1?}', 'is none'],
  ['api/{*rest?}', 'is none'],
  ['api/{}', 'is none'],
  ['api/{*rest}/more', 'where none can be'],
  ['api/{a}{b}', 'where none can be'],
  ['api/{a?}-{b}', 'where none can be'],
  ['api/{id}/{ID}', 'twice'],
  ['api/{id', 'braces'],
  ['api/id}', 'braces'],
])('%s is refused: %s', (template, reason) => {
  expect(() => compileRoute(template)).toThrow(reason);
});
