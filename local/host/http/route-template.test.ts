import { compareRoutes, compileRoute } from './route-template';

test.each([
  ['api/bot/messages', '/api/bot/messages', {}],
  ['api/bot/messages', '/API/Bot/messages/', {}],
  ['api/agents/{id}', '/api/agents/a%20b', { id: 'a b' }],
  ['api/agents/{id:int}', '/api/agents/12', { id: '12' }],
  ['api/agents/{id:int}', '/api/agents/x', undefined],
  [
    'api/agents/{id:guid}',
    '/api/agents/0f8fad5b-d9cb-469f-a165-70867728950e',
    { id: '0f8fad5b-d9cb-469f-a165-70867728950e' },
  ],
  ['api/files/{*path}', '/api/files/a/b/c', { path: 'a/b/c' }],
  ['api/files/{*path}', '/api/files', {}],
  ['api/{kind?}', '/api', {}],
  ['api/{name}.json', '/api/report.json', { name: 'report' }],
  ['api/{name}.json', '/api/report.xml', undefined],
  ['api/a', '/api/a/b', undefined],
])('%s on %s', (template, path, expected) => {
  expect(compileRoute(template).match(path)).toEqual(expected);
});

test('the more particular template comes first', () => {
  const templates = ['api/{*rest}', 'api/{kind}', 'api/{id:int}', 'api/fixed', 'api/fixed/{id}'];
  const sorted = [...templates].sort((a, b) => compareRoutes(compileRoute(a), compileRoute(b)));
  expect(sorted).toEqual(['api/fixed', 'api/fixed/{id}', 'api/{id:int}', 'api/{kind}', 'api/{*rest}']);
});

test('an unknown constraint is refused', () => {
  expect(() => compileRoute('api/{id:range(1,5)}')).toThrow('range(1,5)');
});
