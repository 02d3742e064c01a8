import { isTagText, LONGEST_TAG, type Tags } from './tags';

/** A question about the tags of a blob; `@container` asks for where it lies. */
export type TagQuery =
  | { readonly kind: 'comparison'; readonly name: string; readonly by: Comparison; readonly value: string }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly TagQuery[] };

type Comparison = '=' | '<>' | '>' | '>=' | '<' | '<=';

/** A search knows `AND` and the container alone; a condition knows `OR`, `<>` and brackets instead of the container. */
export type Dialect = 'search' | 'condition';

/** Why a text is no query. */
export class TagQueryError extends Error {}

const MOST_NAMES = 10;
const TOKEN = /\s*(?:(<>|>=|<=|=|>|<|\(|\))|"([^"]*)"|'([^']*)'|([A-Za-z0-9_@]+))/uy;

interface Token {
  readonly kind: 'sign' | 'quoted name' | 'value' | 'word' | 'end';
  readonly text: string;
  readonly at: number;
}

/** Reads a query: https://learn.microsoft.com/rest/api/storageservices/find-blobs-by-tags and specifying-conditional-headers. */
export function parseTagQuery(text: string, dialect: Dialect): TagQuery {
  const tokens = tokensOf(text);
  let next = 0;
  const peek = () => tokens[next] ?? { kind: 'end' as const, text: '', at: text.length };
  const take = () => {
    const token = peek();
    next += 1;
    return token;
  };
  const isWord = (word: string) => peek().kind === 'word' && peek().text.toLowerCase() === word;

  function several(kind: 'and' | 'or', part: () => TagQuery): TagQuery {
    const parts = [part()];
    while (isWord(kind)) {
      if (kind === 'or' && dialect === 'search') throw at(peek(), 'unexpected or');
      take();
      parts.push(part());
    }
    return parts.length === 1 && parts[0] ? parts[0] : { kind, parts };
  }

  function one(): TagQuery {
    if (dialect === 'search' || peek().text !== '(' || peek().kind !== 'sign')
      return comparison(take(), take(), take(), dialect);
    take();
    const inner = or();
    const close = take();
    if (close.text !== ')') throw at(close, "expected a ')'");
    return inner;
  }

  const or = (): TagQuery => several('or', () => several('and', one));
  const query = or();
  if (peek().kind !== 'end') throw at(peek(), `unexpected '${peek().text}'`);
  if (dialect === 'search' && namesIn(query).size > MOST_NAMES)
    throw new TagQueryError('Error parsing query: there can be at most 10 unique tags in a query');
  return query;
}

const at = (token: Token, why: string) =>
  new TagQueryError(`Error parsing query at or near character position ${token.at + 1}: ${why}`);

function tokensOf(text: string): Token[] {
  const found: Token[] = [];
  let from = 0;
  while (text.slice(from).trim() !== '') {
    TOKEN.lastIndex = from;
    const [whole, sign, quoted, value, word] = TOKEN.exec(text) ?? [];
    if (whole === undefined) throw at({ kind: 'end', text: '', at: from }, `unexpected '${text[from]}'`);
    const kind = sign ? 'sign' : quoted !== undefined ? 'quoted name' : value !== undefined ? 'value' : 'word';
    found.push({ kind, text: sign ?? quoted ?? value ?? word ?? '', at: from });
    from += whole.length;
  }
  return found;
}

function comparison(name: Token, by: Token, value: Token, dialect: Dialect): TagQuery {
  requireName(name, dialect);
  if (by.kind !== 'sign' || '()'.includes(by.text)) throw at(by, 'expecting a comparison');
  if (by.text === '<>' && dialect === 'search') throw at(by, 'unexpected <>');
  if (value.kind !== 'value') throw at(value, 'expecting tag value');
  if (dialect === 'search' && value.text.length > LONGEST_TAG.value)
    throw at(value, 'tag value must be between 0 and 256 characters in length');
  requireText(value);
  return { kind: 'comparison', name: name.text, by: by.text as Comparison, value: value.text };
}

function requireName(name: Token, dialect: Dialect): void {
  if (name.kind !== 'word' && name.kind !== 'quoted name') throw at(name, 'expecting tag name');
  if (name.text.startsWith('@')) {
    if (dialect === 'search' && name.text === '@container') return;
    throw at(name, `unsupported parameter '${name.text}'`);
  }
  if (dialect === 'search' && (name.text === '' || name.text.length > LONGEST_TAG.name))
    throw at(name, 'tag must be between 1 and 128 characters in length');
  requireText(name);
}

function requireText(token: Token): void {
  const wrong = token.text.split('').find((character) => !isTagText(character));
  if (wrong !== undefined) throw at(token, `'${wrong}' not permitted in tag name or value`);
}

/** The tags that a query asks for. */
export const namesIn = (query: TagQuery): Set<string> =>
  query.kind === 'comparison'
    ? new Set(query.name === '@container' ? [] : [query.name])
    : new Set(query.parts.flatMap((part) => [...namesIn(part)]));

/** Whether tags are as a query wants them: texts compare as texts, and a tag that is not there is like nothing. */
export function fitsTags(query: TagQuery, tags: Tags, container = ''): boolean {
  switch (query.kind) {
    case 'and':
      return query.parts.every((part) => fitsTags(part, tags, container));
    case 'or':
      return query.parts.some((part) => fitsTags(part, tags, container));
    case 'comparison': {
      const value = query.name === '@container' ? container : tags[query.name];
      return value !== undefined && compares(value, query.by, query.value);
    }
    default:
      return query satisfies never;
  }
}

function compares(one: string, by: Comparison, other: string): boolean {
  switch (by) {
    case '=':
      return one === other;
    case '<>':
      return one !== other;
    case '>':
      return one > other;
    case '>=':
      return one >= other;
    case '<':
      return one < other;
    case '<=':
      return one <= other;
    default:
      return by satisfies never;
  }
}
