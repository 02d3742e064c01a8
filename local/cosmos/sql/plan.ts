import {
  isAggregate,
  isGrouped,
  type Aggregate,
  type Expression,
  type Query,
  type SelectItem,
  hasAggregate,
} from './ast';
import { badRequest } from '../failure';
import type { Parameters } from './execute';
import { printExpression, printQuery } from './print';
import { isSimilarity } from './similarity';
import { queryError } from './syntax-error';

/** What a client needs to merge the answers of several partitions into one, as the gateway says it. */
export interface QueryPlan {
  readonly partitionedQueryExecutionInfoVersion: 2;
  readonly queryInfo: QueryInfo;
  readonly queryRanges: readonly object[];
}

interface QueryInfo {
  readonly distinctType: 'None' | 'Ordered' | 'Unordered';
  readonly top: number | null;
  readonly offset: number | null;
  readonly limit: number | null;
  readonly orderBy: readonly ('Ascending' | 'Descending')[];
  readonly orderByExpressions: readonly string[];
  readonly groupByExpressions: readonly string[];
  readonly groupByAliases: readonly string[];
  readonly aggregates: readonly string[];
  readonly groupByAliasToAggregateType: Readonly<Record<string, string | null>>;
  /** What each partition is asked; empty for the query as it is. */
  readonly rewrittenQuery: string;
  readonly hasSelectValue: boolean;
  /** Whether all partitions' answers are to be had before any row is. */
  readonly hasNonStreamingOrderBy: boolean;
}

const WHOLE_RANGE = { min: '', max: 'FF', isMinInclusive: true, isMaxInclusive: false };

/** The client puts here what it has seen already, or `true`. */
const ORDER_BY_FILTER = '{documentdb-formattableorderbyquery-filter}';

/** Whether the answers of partitions cannot just be put one after another. */
export const needsPlan = (query: Query): boolean =>
  query.distinct || query.top !== null || query.window !== null || query.orderBy.length > 0 || isGrouped(query);

export function planQuery(given: Query, parameters: Parameters): QueryPlan {
  // Aggregates of everything are one row, in whatever order.
  const query = isGrouped(given) && given.groupBy.length === 0 ? { ...given, orderBy: [] } : given;
  const bounds = readBounds(query, parameters);
  const info: QueryInfo = {
    ...bounds,
    distinctType: !query.distinct ? 'None' : query.orderBy.length > 0 ? 'Ordered' : 'Unordered',
    orderBy: query.orderBy.map(({ descending }) => (descending ? 'Descending' : 'Ascending')),
    orderByExpressions: query.orderBy.map(({ expression }) => printExpression(expression)),
    groupByExpressions: query.groupBy.map(printExpression),
    ...planGroups(query),
    rewrittenQuery: rewrite(query, bounds),
    hasSelectValue: query.select.kind === 'value',
    hasNonStreamingOrderBy: query.orderBy.some(({ expression }) => isSimilarity(expression)),
  };
  return { partitionedQueryExecutionInfoVersion: 2, queryInfo: info, queryRanges: [WHOLE_RANGE] };
}

type Bounds = Pick<QueryInfo, 'top' | 'offset' | 'limit'>;

function readBounds({ top, window }: Query, parameters: Parameters): Bounds {
  const read = (expression: Expression | undefined): number | null => {
    if (expression === undefined) return null;
    const value =
      expression.kind === 'parameter'
        ? parameters.get(expression.name)
        : expression.kind === 'literal'
          ? expression.value
          : undefined;
    if (typeof value === 'number') return value;
    throw queryError('SC2062', 'TOP, OFFSET and LIMIT take a number or a parameter that is one.');
  };
  return { top: read(top ?? undefined), offset: read(window?.offset), limit: read(window?.limit) };
}

const AGGREGATE_TYPES: Readonly<Record<Aggregate, string>> = {
  COUNT: 'Count',
  COUNTIF: 'CountIf',
  SUM: 'Sum',
  MIN: 'Min',
  MAX: 'Max',
  AVG: 'Average',
  MAKELIST: 'MakeList',
  MAKESET: 'MakeSet',
};

/** The aggregate that an expression is; null when it is none. The service merges none inside a larger expression either. */
function aggregateOf(expression: Expression): Aggregate | null {
  if (expression.kind === 'call' && isAggregate(expression.name)) return expression.name;
  if (hasAggregate(expression)) throw badRequest('Compositions of aggregates and other expressions are not allowed.');
  return null;
}

function planGroups(query: Query): Pick<QueryInfo, 'aggregates' | 'groupByAliases' | 'groupByAliasToAggregateType'> {
  const { select } = query;
  if (!isGrouped(query) || select.kind === 'star')
    return { aggregates: [], groupByAliases: [], groupByAliasToAggregateType: {} };
  if (select.kind === 'value') {
    const aggregate = aggregateOf(select.expression);
    const aggregates = aggregate === null ? [] : [AGGREGATE_TYPES[aggregate]];
    return { aggregates, groupByAliases: [], groupByAliasToAggregateType: {} };
  }
  const types = select.items.map(({ alias, expression }) => {
    const aggregate = aggregateOf(expression);
    return [alias, aggregate === null ? null : AGGREGATE_TYPES[aggregate]] as const;
  });
  return {
    aggregates: [],
    groupByAliases: types.map(([alias]) => alias),
    groupByAliasToAggregateType: Object.fromEntries(types),
  };
}

function rewrite(query: Query, bounds: Bounds): string {
  if (isGrouped(query)) return rewriteGroups(query);
  if (query.orderBy.length > 0) return rewriteOrder(query, bounds);
  if (query.distinct) return printQuery({ ...query, top: null, window: null });
  const { offset, limit } = bounds;
  return offset === null || limit === null ? '' : printQuery({ ...query, window: firstRows(offset + limit) });
}

const number = (value: number): Expression => ({ kind: 'literal', value });
const firstRows = (count: number): Query['window'] => ({ offset: number(0), limit: number(count) });
const named = (name: string, expression: Expression): Expression => ({ kind: 'object', entries: [[name, expression]] });
const item = (expression: Expression): Expression => named('item', expression);
const call = (name: Aggregate, args: readonly Expression[]): Expression => ({ kind: 'call', name, args });

/** What a partition says of an aggregate, such that the parts of all give the whole. */
function partOf(expression: Expression): Expression {
  if (expression.kind !== 'call') return expression;
  const { name, args } = expression;
  const count = ['count', call('COUNT', args)] as const;
  if (name === 'AVG') return item({ kind: 'object', entries: [['sum', call('SUM', args)], count] });
  if (name === 'MIN' || name === 'MAX')
    return item({ kind: 'object', entries: [[name.toLowerCase(), call(name, args)], count] });
  return isAggregate(name) ? item(expression) : expression;
}

function rewriteGroups(query: Query): string {
  const { select, groupBy } = query;
  const whole = { ...query, distinct: false, top: null, window: null };
  if (select.kind === 'star') throw queryError('SC2102', "'SELECT *' is not valid with GROUP BY.");
  const grouped = select.kind === 'value' ? partOfValue(select.expression) : partOfItems(select.items);
  if (select.kind === 'value' && groupBy.length === 0)
    return printQuery({ ...whole, select: { kind: 'value', expression: grouped } });
  const keys: Expression = { kind: 'array', items: groupBy.map(item) };
  const items = [
    { expression: keys, alias: 'groupByItems' },
    { expression: grouped, alias: 'payload' },
  ];
  return printQuery({ ...whole, select: { kind: 'list', items: groupBy.length === 0 ? items.slice(1) : items } });
}

/** An aggregate goes into a list. */
const partOfValue = (expression: Expression): Expression =>
  aggregateOf(expression) === null ? expression : { kind: 'array', items: [partOf(expression)] };

const partOfItems = (items: readonly SelectItem[]): Expression => ({
  kind: 'object',
  entries: items.map(({ alias, expression }) => [alias, partOf(expression)] as const),
});

/** Each row says what it is sorted by, beside what it is. */
function rewriteOrder(query: Query, { top, offset, limit }: Bounds): string {
  const root = rootOf(query);
  const keys: Expression = { kind: 'array', items: query.orderBy.map(({ expression }) => item(expression)) };
  const rid: Expression = { kind: 'member', of: root, key: { kind: 'literal', value: '_rid' } };
  const items: SelectItem[] = [
    { expression: rid, alias: '_rid' },
    { expression: keys, alias: 'orderByItems' },
    { expression: payloadOf(query, root), alias: 'payload' },
  ];
  // Rows that are the same only count once the client has put them together.
  const bounded = !query.distinct;
  const filter: Expression = { kind: 'name', name: ORDER_BY_FILTER };
  return printQuery({
    ...query,
    distinct: false,
    select: { kind: 'list', items },
    where: query.where === null ? filter : { kind: 'binary', operator: 'AND', left: query.where, right: filter },
    top: bounded && top !== null ? number(top) : null,
    window: bounded && offset !== null && limit !== null ? firstRows(offset + limit) : null,
  });
}

function rootOf({ from }: Query): Expression {
  const [source] = from;
  if (
    source === undefined ||
    source.alias === null ||
    source.each ||
    source.from.kind !== 'path' ||
    source.from.path.kind !== 'name'
  )
    throw queryError('SC3053', 'Across partitions, ORDER BY needs a FROM that names the container.');
  return { kind: 'name', name: source.alias };
}

function payloadOf({ select }: Query, root: Expression): Expression {
  switch (select.kind) {
    case 'star':
      return root;
    case 'value':
      return select.expression;
    case 'list':
      return { kind: 'object', entries: select.items.map(({ alias, expression }) => [alias, expression] as const) };
  }
}
