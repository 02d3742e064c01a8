import type { IsIndexed } from '../indexed-terms';
import { termOf, TERMS_OF_PRESENT, termsFrom, termsOfType, type TermRange } from '../terms';
import type { Json, Value } from '../json';
import type { BinaryOperator, Expression, Query } from './ast';
import { isServed, pathOf } from './index-use';
import { typeRank } from './values';

/** What every document has that a query can find: it may be met by others too. */
export type Narrowing =
  /** The value there has one of these terms; and then this is in its text. */
  | { readonly kind: 'terms'; readonly path: readonly string[]; readonly range: TermRange; readonly text?: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Narrowing[] };

interface Context {
  /** What the query calls a document. */
  readonly root: string;
  readonly parameters: ReadonlyMap<string, Json>;
  readonly isIndexed: IsIndexed;
}

/** Of conditions on what the policy indexes alone: the others have to be charged for what they look at. */
export function narrowingOf(
  query: Query,
  parameters: ReadonlyMap<string, Json>,
  isIndexed: IsIndexed,
): Narrowing | undefined {
  const root = rootOf(query);
  return root === undefined || query.where === null ? undefined : narrow(query.where, { root, parameters, isIndexed });
}

function rootOf({ from }: Query): string | undefined {
  const [source, ...joined] = from;
  if (source === undefined || source.alias === null || source.each) return undefined;
  if (source.from.kind !== 'path' || source.from.path.kind !== 'name') return undefined;
  return joined.some(({ alias }) => alias === source.alias) ? undefined : source.alias;
}

/** The path that an expression is from the document that a row is of; undefined for anything else. */
export function pathInDocument(query: Query, expression: Expression): readonly string[] | undefined {
  const path = pathOf(expression);
  const isOfRoot = path !== undefined && path.length > 0 && rootNameOf(expression) === rootOf(query);
  return isOfRoot ? path : undefined;
}

function narrow(condition: Expression, context: Context): Narrowing | undefined {
  switch (condition.kind) {
    case 'binary':
      return narrowBinary(condition, context);
    case 'in':
      return anyOf(condition.options.map((option) => compared('=', condition.value, option, context)));
    case 'between':
      return narrowBetween(condition, context);
    case 'call':
      return narrowCall(condition, context);
    case 'literal':
    case 'parameter':
    case 'name':
    case 'member':
    case 'unary':
    case 'like':
    case 'conditional':
    case 'array':
    case 'object':
    case 'subquery':
      return undefined;
  }
}

function narrowBinary(
  { operator, left, right }: Extract<Expression, { kind: 'binary' }>,
  context: Context,
): Narrowing | undefined {
  if (operator === 'AND') return allOf([narrow(left, context), narrow(right, context)]);
  if (operator === 'OR') return anyOf([narrow(left, context), narrow(right, context)]);
  return compared(operator, left, right, context) ?? compared(TURNED[operator] ?? operator, right, left, context);
}

const TURNED: Partial<Record<BinaryOperator, BinaryOperator>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

function allOf(parts: readonly (Narrowing | undefined)[]): Narrowing | undefined {
  const of = parts.flatMap((part) => (part === undefined ? [] : part.kind === 'all' ? part.of : [part]));
  return of.length > 1 ? { kind: 'all', of } : of[0];
}

function anyOf(parts: readonly (Narrowing | undefined)[]): Narrowing | undefined {
  const of = parts.flatMap((part) => (part === undefined ? [] : part.kind === 'any' ? part.of : [part]));
  if (parts.includes(undefined)) return undefined;
  return of.length > 1 ? { kind: 'any', of } : of[0];
}

function servedPath(expression: Expression | undefined, { root, isIndexed }: Context): readonly string[] | undefined {
  const path = expression && pathOf(expression);
  if (expression === undefined || path === undefined || path.length === 0) return undefined;
  return rootNameOf(expression) === root && isServed(path, isIndexed) ? path : undefined;
}

function rootNameOf(expression: Expression): string | undefined {
  if (expression.kind === 'member') return rootNameOf(expression.of);
  return expression.kind === 'name' ? expression.name : undefined;
}

function constantOf(expression: Expression | undefined, { parameters }: Context): Value {
  if (expression?.kind === 'literal') return expression.value;
  if (expression?.kind === 'parameter') return parameters.get(expression.name);
  if (expression?.kind !== 'unary' || expression.operator !== '-' || expression.operand.kind !== 'literal')
    return undefined;
  return typeof expression.operand.value === 'number' ? -expression.operand.value : undefined;
}

const HIGHEST_ORDERED_RANK = typeRank('');

function compared(
  operator: BinaryOperator,
  left: Expression,
  right: Expression,
  context: Context,
): Narrowing | undefined {
  const path = servedPath(left, context);
  const value = constantOf(right, context);
  if (path === undefined || value === undefined || Number.isNaN(value)) return undefined;
  const term = termOf(value);
  if (operator === '=') return { kind: 'terms', path, range: { from: term, to: term }, ...textOfMember(path, value) };
  if (typeRank(value) > HIGHEST_ORDERED_RANK) return undefined;
  const type = termsOfType(value);
  if (operator === '<' || operator === '<=') return { kind: 'terms', path, range: { from: type.from, to: term } };
  if (operator === '>' || operator === '>=') return { kind: 'terms', path, range: { from: term, to: type.to } };
  return undefined;
}

function narrowBetween(
  { value, low, high }: Extract<Expression, { kind: 'between' }>,
  context: Context,
): Narrowing | undefined {
  const least = compared('>=', value, low, context);
  const most = compared('<=', value, high, context);
  if (least?.kind !== 'terms' || most?.kind !== 'terms') return least ?? most;
  const from = least.range.from > most.range.from ? least.range.from : most.range.from;
  const to = least.range.to < most.range.to ? least.range.to : most.range.to;
  return { kind: 'terms', path: least.path, range: { from, to } };
}

function narrowCall(
  { name, args: [subject, argument, option] }: Extract<Expression, { kind: 'call' }>,
  context: Context,
): Narrowing | undefined {
  const path = servedPath(subject, context);
  if (path === undefined) return undefined;
  if (name === 'IS_DEFINED') return { kind: 'terms', path, range: TERMS_OF_PRESENT };
  const value = constantOf(argument, context);
  if (typeof value !== 'string') return undefined;
  if (name === 'ARRAY_CONTAINS') return { kind: 'text', text: cut(JSON.stringify(value)) };
  // Either case may be asked for.
  if (option !== undefined) return undefined;
  const term = termOf(value);
  if (name === 'STRINGEQUALS')
    return { kind: 'terms', path, range: { from: term, to: term }, ...textOfMember(path, value) };
  if (name !== 'STARTSWITH') return undefined;
  const beginning = JSON.stringify(value.replace(/[\uD800-\uDBFF]$/, '')).slice(0, -1);
  return { kind: 'terms', path, range: termsFrom(term), text: cut(`${nameIn(path)}:${beginning}`) };
}

const nameIn = (path: readonly string[]): string => JSON.stringify(path.at(-1));

/** Documents are stored as `JSON.stringify` writes them. */
function textOfMember(path: readonly string[], value: Value): { readonly text?: string } {
  if (typeof value === 'object' && value !== null) return {};
  return { text: cut(`${nameIn(path)}:${JSON.stringify(value)}`) };
}

const LONGEST_TEXT = 200;

/** Never between the two halves of a character. */
const cut = (text: string): string => text.slice(0, LONGEST_TEXT).replace(/[\uD800-\uDBFF]$/, '');
