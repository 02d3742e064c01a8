import { failure, notEmulated, Refused } from './answers';

type User = Readonly<Record<string, unknown>>;
type Test = (user: User) => boolean;

/** Both are split into words; the rest of the searchable properties is not emulated. */
const SEARCHABLE = ['displayName', 'mail'];

/**
 * Clauses `"property:value"` joined by AND or by OR, as https://learn.microsoft.com/graph/search-query-parameter has them: a value is
 * found where each of its words begins a word of the property.
 */
export function peopleSearch(expression: string): Test {
  const joint = / (AND|OR) (?=")/.exec(expression)?.[1] ?? 'AND';
  const clauses = expression.split(` ${joint} `).map(clause);
  return (user) => (joint === 'AND' ? clauses.every((test) => test(user)) : clauses.some((test) => test(user)));
}

function clause(text: string): Test {
  if (/^\(|" (AND|OR) /.test(text)) throw new Refused(notEmulated('a $search that mixes AND and OR'));
  const [, property, value] = /^"(\w+):((?:[^"\\]|\\["\\])+)"$/.exec(text.trim()) ?? [];
  if (property === undefined || value === undefined)
    throw new Refused(failure(400, 'Request_UnsupportedQuery', `Syntax error in $search: ${text}`));
  if (!SEARCHABLE.includes(property)) throw new Refused(notEmulated(`$search by ${property}`));
  const wanted = wordsOf(value);
  return (user) => {
    const has = user[property];
    const words = typeof has === 'string' ? wordsOf(has) : [];
    return wanted.every((one) => words.some((word) => word.startsWith(one)));
  };
}

/** Signs part words, and are none. */
const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];

/** Equalities of properties that the directory has, joined by `and`. */
export function peopleFilter(expression: string | null): Test {
  if (expression === null) return () => true;
  const tests = expression.split(' and ').map((text): Test => {
    const [, property = '', literal = ''] = /^(accountEnabled|userType) eq (true|false|'\w*')$/.exec(text.trim()) ?? [];
    if (property === '') throw new Refused(notEmulated(`the filter '${text}' of users`));
    return (user) => String(user[property]) === literal.replaceAll("'", '');
  });
  return (user) => tests.every((test) => test(user));
}
