import type { Store } from '../kit/store';
import type { PartitionKey } from './partition-key';

/** The documents that a request is about. */
export type Span =
  | { readonly kind: 'all' }
  | { readonly kind: 'range'; readonly range: number }
  | { readonly kind: 'key'; readonly pk: PartitionKey }
  /** Keys of a hierarchy that go on from `prefix` ({@link keyPrefix}). */
  | { readonly kind: 'prefix'; readonly prefix: string };

/** Numbers of documents begin with the range they live in: their order is that of a walk over the ranges. */
const NUMBERS_PER_RANGE = 2 ** 49;
/** Then they grow with time, so that within a range the order of documents is that of their creation. */
const NUMBERS_PER_TRANSACTION = 1024;

export const numberOf = (range: number, lsn: number, seq: number): number =>
  range * NUMBERS_PER_RANGE + lsn * NUMBERS_PER_TRANSACTION + seq;

const rangeOfNumber = (n: number): number => Math.floor(n / NUMBERS_PER_RANGE);

/** The same selection as a span's condition in SQL. */
export function isInSpan(span: Span, { n, pk }: { readonly n: number; readonly pk: string }): boolean {
  switch (span.kind) {
    case 'all':
      return true;
    case 'range':
      return rangeOfNumber(n) === span.range;
    case 'key':
      return pk === span.pk;
    case 'prefix':
      return pk.startsWith(span.prefix);
  }
}

/** The first number of a span, as far as they tell. */
export const startOf = (span: Span): number => (span.kind === 'range' ? span.range * NUMBERS_PER_RANGE : 0);

/** The number after those of a span, as far as they tell. */
export const endOf = (span: Span): number =>
  span.kind === 'range' ? (span.range + 1) * NUMBERS_PER_RANGE : Number.MAX_SAFE_INTEGER;

export type Sql = Store['sql'];
type Statement = ReturnType<Sql['prepare']>;
type Values = readonly (number | string)[];

const SPAN_CONDITIONS: Readonly<Record<Span['kind'], string>> = {
  all: '? = ?',
  range: 'n >= ? AND n < ?',
  key: 'pk = ? AND pk = ?',
  prefix: 'pk >= ? AND pk < ?',
};

/** The two values of a span's condition, of the documents after `after` alone where numbers tell. */
function spanValues(span: Span, after = 0): readonly [number | string, number | string] {
  switch (span.kind) {
    case 'all':
      return [0, 0];
    case 'range':
      return [Math.max(startOf(span), after + 1), endOf(span)];
    case 'key':
      return [span.pk, span.pk];
    case 'prefix':
      // "-" is the character after ",".
      return [span.prefix, `${span.prefix.slice(0, -1)}-`];
  }
}

/** Statements for each kind of span, made when they are first needed. */
export function bySpan(sql: Sql, text: (condition: string, texts: string) => string) {
  const known = new Map<string, Statement>();
  /** `texts`: how many a body is tried for. */
  const statementOf = ({ kind }: Span, texts = 0): Statement => {
    const key = `${kind} ${texts}`;
    const statement = known.get(key) ?? sql.prepare(text(SPAN_CONDITIONS[kind], hasOneOf(texts)));
    known.set(key, statement);
    return statement;
  };
  return {
    all: (span: Span, values: Values, { texts = 0, after = 0 } = {}): unknown[] =>
      statementOf(span, texts).all([...spanValues(span, after), ...values]),
    get: (span: Span, values: Values): unknown => statementOf(span).get([...spanValues(span), ...values]),
  };
}

const hasOneOf = (texts: number): string =>
  texts === 0 ? '' : `AND (${Array.from({ length: texts }, () => 'body GLOB ?').join(' OR ')})`;

/** A pattern for whatever holds the text. */
export const globOf = (text: string): string => `*${text.replace(/[*?[]/g, '[$&]')}*`;

/** Takes the second of now. */
export const LIVING = '(expiresAt IS NULL OR expiresAt > ?)';
