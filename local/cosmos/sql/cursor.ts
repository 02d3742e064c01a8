import type { Query } from './ast';
import { lex, type Token } from './lex';
import { syntaxError } from './syntax-error';

/** Words that name nothing unless quoted in brackets. */
const RESERVED = new Set(
  'SELECT DISTINCT TOP FROM IN JOIN WHERE GROUP BY ORDER ASC DESC OFFSET LIMIT AND OR NOT BETWEEN LIKE EXISTS NULL TRUE FALSE UNDEFINED AS ESCAPE'.split(
    ' ',
  ),
);

/** Walks over the tokens of a query. */
export interface Cursor {
  peek(ahead?: number): Token;
  /** True when the present token is that keyword. */
  atWord(upper: string, ahead?: number): boolean;
  atSymbol(symbol: string, ahead?: number): boolean;
  takeWord(upper: string): boolean;
  takeSymbol(symbol: string): boolean;
  needWord(upper: string): void;
  needSymbol(symbol: string): void;
  /** The present token, which is thereby consumed. */
  next(): Token;
  /** A name for an input or an output; undefined when the present token cannot be one. */
  takeName(): string | undefined;
  needName(): string;
  /** Reads a query at the present token: an expression may hold one. */
  subquery(): Query;
  fail(): never;
}

export function openCursor(text: string, readQuery: (cursor: Cursor) => Query): Cursor {
  const tokens = lex(text);
  const last = tokens.length - 1;
  let at = 0;
  const peek = (ahead = 0): Token => {
    const token = tokens[Math.min(at + ahead, last)];
    if (token === undefined) throw syntaxError('', text.length);
    return token;
  };
  const fail = (): never => {
    throw syntaxError(peek().text, peek().start);
  };
  const atWord = (upper: string, ahead = 0) => {
    const token = peek(ahead);
    return token.kind === 'word' && token.upper === upper;
  };
  const atSymbol = (symbol: string, ahead = 0) => {
    const token = peek(ahead);
    return token.kind === 'symbol' && token.text === symbol;
  };
  const take = (found: boolean): boolean => {
    if (found) at += 1;
    return found;
  };
  const next = (): Token => {
    const token = peek();
    at += 1;
    return token;
  };
  const takeName = (): string | undefined => {
    const token = peek();
    return token.kind === 'word' && !RESERVED.has(token.upper) ? next().text : undefined;
  };
  const cursor: Cursor = {
    peek,
    atWord,
    atSymbol,
    takeWord: (upper) => take(atWord(upper)),
    takeSymbol: (symbol) => take(atSymbol(symbol)),
    needWord: (upper) => (take(atWord(upper)) ? undefined : fail()),
    needSymbol: (symbol) => (take(atSymbol(symbol)) ? undefined : fail()),
    next,
    takeName,
    needName: () => takeName() ?? fail(),
    subquery: () => readQuery(cursor),
    fail,
  };
  return cursor;
}

/** One or more of something, with commas between. */
export function commaList<T>(cursor: Cursor, read: () => T): readonly T[] {
  const list = [read()];
  while (cursor.takeSymbol(',')) list.push(read());
  return list;
}

/** None or more of something, with commas between, up to and with `end`. */
export function listUntil<T>(cursor: Cursor, end: string, read: () => T): readonly T[] {
  if (cursor.takeSymbol(end)) return [];
  const list = commaList(cursor, read);
  cursor.needSymbol(end);
  return list;
}
