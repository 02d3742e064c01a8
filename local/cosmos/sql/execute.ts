import type { Json, Value } from '../json';
import { hasAggregate, isGrouped, type Expression, type Query } from './ast';
import type { FunctionContext } from './built-in';
import { compileExpression, type CompileContext, type Evaluate, type Scope } from './compile';
import { compileGroups, compileSelection } from './project';
import { bindSources } from './sources';
import { queryError } from './syntax-error';
import { canonical, compareValues } from './values';

export type Parameters = ReadonlyMap<string, Json>;

/** A query ready to run over the documents of a container or of a partition. */
export interface CompiledQuery {
  /** True when every document gives at most one row and rows come in the order of the documents. */
  readonly streams: boolean;
  /** How many documents that meet WHERE are enough for so many rows, given in the order of the rows. */
  enough(most: number): number;
  run(documents: Iterable<Json>, options?: RunOptions): Iterable<Json>;
}

export interface RunOptions {
  /** Called while the document that meets WHERE is the last one taken. */
  readonly onKept?: () => void;
  /** How many rows are looked at: a sort need not give more. */
  readonly most?: number;
}

interface Rows {
  enough(most: number): number;
  of(scope: Scope | null, documents: Iterable<Json>, options?: RunOptions): Iterable<Value>;
}

export function compileQuery(query: Query, parameters: Parameters, functions: FunctionContext): CompiledQuery {
  const context: CompileContext = { ...functions, parameters, names: [], documents: [], subquery: compileSubquery };
  const rows = compileRows(query, context, true);
  return {
    streams: isStreaming(query),
    enough: rows.enough,
    *run(documents, options) {
      for (const row of rows.of(null, documents, options)) if (row !== undefined) yield row;
    },
  };
}

function isStreaming(query: Query): boolean {
  const [source, ...joined] = query.from;
  const whole = source !== undefined && !source.each && source.from.kind === 'path' && joined.length === 0;
  const plain = query.top === null && query.window === null && !query.distinct && query.orderBy.length === 0;
  return whole && plain && !isGrouped(query);
}

function compileSubquery(query: Query, context: CompileContext): (scope: Scope | null) => readonly Value[] {
  const rows = compileRows(query, context, false);
  return (scope) => [...rows.of(scope, [])].filter((row) => row !== undefined);
}

function compileRows(query: Query, outer: CompileContext, ofContainer: boolean): Rows {
  checkClauses(query);
  const sources = bindSources(query.from, outer, ofContainer);
  const context = { ...outer, names: sources.names, documents: sources.documents };
  const where = query.where === null ? undefined : compileExpression(query.where, context);
  const make = isGrouped(query) ? compileGroups(query, context) : compileScopeRows(query, context);
  const [from, to] = readBounds(query, outer);
  // A value may be absent, and then its row does not count.
  const isEachARow = !query.distinct && query.select.kind !== 'value';
  const enough = (most: number): number => (isEachARow ? Math.min(to, from + most) : Number.POSITIVE_INFINITY);
  return {
    enough,
    *of(scope, documents, { onKept, most = Number.POSITIVE_INFINITY } = {}) {
      const rows = make(filter(sources.bind(scope, documents), where, onKept), enough(most));
      yield* slice(query.distinct ? unique(rows) : rows, from, to);
    },
  };
}

function checkClauses(query: Query): void {
  const misplaced = [query.where, ...query.groupBy, ...query.orderBy.map(({ expression }) => expression)];
  if (misplaced.some((one) => one !== null && hasAggregate(one)))
    throw queryError('SC2103', 'Aggregates are only allowed in the SELECT clause.');
  if (query.groupBy.length > 0 && query.orderBy.length > 0)
    throw queryError('SC3024', 'ORDER BY is not supported together with GROUP BY.');
}

function* filter(scopes: Iterable<Scope | null>, where: Evaluate | undefined, onKept?: () => void) {
  for (const scope of scopes) {
    if (where !== undefined && where(scope) !== true) continue;
    onKept?.();
    yield scope;
  }
}

/** One row of each scope, in order; those beyond `enough` are not asked for. */
function compileScopeRows(
  query: Query,
  context: CompileContext,
): (scopes: Iterable<Scope | null>, enough: number) => Iterable<Value> {
  const project = compileSelection(query.select, query.from, context);
  const keys = query.orderBy.map(({ expression, descending }) => ({
    evaluate: compileExpression(expression, context),
    sign: descending ? -1 : 1,
  }));
  const inOrder = (a: Keyed, b: Keyed): number => {
    const orders = keys.map(({ sign }, i) => sign * compareValues(a.values[i], b.values[i]));
    return orders.find((order) => order !== 0) ?? 0;
  };
  /** Documents may be many: those that will not be asked for are let go now and then. */
  function sort(scopes: Iterable<Scope | null>, enough: number): readonly Keyed[] {
    let first: Keyed[] = [];
    for (const scope of scopes) {
      first.push({ scope, values: keys.map(({ evaluate }) => evaluate(scope)) });
      if (first.length > 2 * enough + SORTED_AT_ONCE) first = first.sort(inOrder).slice(0, enough);
    }
    return first.sort(inOrder);
  }
  return function* (scopes, enough) {
    if (keys.length === 0) for (const scope of scopes) yield project(scope);
    else for (const { scope } of sort(scopes, enough)) yield project(scope);
  };
}

interface Keyed {
  readonly scope: Scope | null;
  readonly values: readonly Value[];
}

const SORTED_AT_ONCE = 500;

function* unique(rows: Iterable<Value>): Generator<Value> {
  const seen = new Set<string>();
  for (const row of rows) {
    const key = canonical(row);
    if (row === undefined || seen.has(key)) continue;
    seen.add(key);
    yield row;
  }
}

/** The rows from `from` (counted from 0) up to `to`; those that are absent do not count. */
function* slice(rows: Iterable<Value>, from: number, to: number): Generator<Value> {
  let count = 0;
  if (to <= 0) return;
  for (const row of rows) {
    if (row === undefined) continue;
    if (count >= from) yield row;
    count += 1;
    if (count >= to) return;
  }
}

function readBounds({ top, window }: Query, context: CompileContext): readonly [number, number] {
  const read = (expression: Expression, clause: string): number => {
    const value = compileExpression(expression, { ...context, names: [] })(null);
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
    throw queryError('SC2062', `The ${clause} clause takes a number that is whole and not negative.`);
  };
  const most = top === null ? Number.POSITIVE_INFINITY : read(top, 'TOP');
  if (window === null) return [0, most];
  const offset = read(window.offset, 'OFFSET');
  return [offset, Math.min(offset + read(window.limit, 'LIMIT'), most)];
}
