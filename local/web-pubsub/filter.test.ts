import { parseFilter, type Subject } from './filter';

const alex: Subject = { id: 'c-1', userId: 'Alex', groups: new Set(['desk', 'night']) };
const nobody: Subject = { id: 'c-2', userId: undefined, groups: new Set() };

function fits(source: string): readonly string[] {
  const parsed = parseFilter(source);
  if (parsed.kind === 'invalid') throw new Error(parsed.message);
  return [alex, nobody].filter(parsed.filter).map(({ id }) => id);
}

/** Each operation of https://learn.microsoft.com/azure/azure-web-pubsub/reference-odata-filter. */
test.each([
  ["userId eq 'Alex'", ['c-1']],
  ["userId ne 'Alex'", ['c-2']],
  ['userId eq null', ['c-2']],
  ['userId ne null', ['c-1']],
  ["USERID eq 'alex'", []],
  ["connectionId in ('c-1', 'c-3')", ['c-1']],
  ["'desk' in groups", ['c-1']],
  ["'desk' in groups and not('night' in groups)", []],
  ["not endswith(userId, 'ex')", ['c-2']],
  ["startswith(userId, 'Al') or userId eq null", ['c-1', 'c-2']],
  ["userId eq null or userId eq 'Alex' and 'day' in groups", ['c-2']],
  ["(userId eq null or userId eq 'Alex') and 'day' in groups", []],
  ['length(userId) gt 3 and length(userId) le 4', ['c-1']],
  ['length(userId) lt 4', ['c-2']],
  ['length(groups) ge 2', ['c-1']],
  ["tolower(userId) eq 'alex'", ['c-1']],
  ["toupper(trim(' alex ')) eq toupper(userId)", ['c-1']],
  ["concat(userId, '''s') eq 'Alex''s'", ['c-1']],
  ["substring(userId, 1, 2) eq 'le'", ['c-1']],
  ["substring(userId, 1) eq 'lex'", ['c-1']],
  ["contains(connectionId, '-') and indexof(userId, 'x') eq 3", ['c-1']],
  ['true', ['c-1', 'c-2']],
  ['false', []],
])('%s', (source, ids) => {
  expect(fits(source)).toEqual(ids);
});

test.each([
  ['invalid filter', 14],
  ['', 0],
  ['userId eq', 9],
  ["userId eq 'a' 'b'", 17],
  ["(userId eq 'a'", 14],
  ['length userId', 13],
])('%p is refused at %d', (source, position) => {
  expect(parseFilter(source)).toEqual({
    kind: 'invalid',
    message: `Invalid syntax for '${source}': Syntax error at position ${position} in '${source}'. (Parameter 'filter')`,
  });
});
