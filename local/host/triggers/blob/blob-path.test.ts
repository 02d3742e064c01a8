import { compileBlobPath } from './blob-path';

test.each([
  ['in/{name}', 'a/b.txt', { name: 'a/b.txt' }],
  ['in/{name}.{extension}', 'a.b.txt', { name: 'a.b', extension: 'txt' }],
  ['in/{album}/{name}.png', 'x/y/z.png', { album: 'x/y', name: 'z' }],
  ['in/original-{name}', 'other-a', undefined],
  ['in/a.b', 'a.b', {}],
  ['in/a.b', 'aXb', undefined],
  ['in', 'anything/at all', { name: 'anything/at all' }],
])('%s with %s: %j', (path, name, values) => {
  expect(compileBlobPath(path).match(name)).toEqual(values);
});

test('lists are asked for what comes before the first part in braces', () => {
  expect(compileBlobPath('in/original-{name}.png')).toMatchObject({ container: 'in', prefix: 'original-' });
  expect(compileBlobPath('in/whole.png').prefix).toBe('whole.png');
  expect(() => compileBlobPath('{container}/{name}')).toThrow("not any of '{container}'");
});
