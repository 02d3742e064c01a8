import { badRequest } from '../failure';
import type { IsIndexed } from '../indexed-terms';
import { isArray, isObject, type JsonObject } from '../json';
import type { Expression, Query, SortKey } from './ast';

/** The names of `c.a.b` after its root; undefined for anything else. */
export function pathOf(expression: Expression): readonly string[] | undefined {
  if (expression.kind === 'name') return [];
  if (expression.kind !== 'member' || expression.key.kind !== 'literal') return undefined;
  const of = pathOf(expression.of);
  const name = expression.key.value;
  return of === undefined || typeof name !== 'string' ? undefined : [...of, name];
}

/** The service indexes these whatever the policy says. */
const ALWAYS_INDEXED = new Set(['id', '_ts']);

/** Whether the index knows the values there. */
export const isServed = (path: readonly string[], isIndexed: IsIndexed): boolean =>
  (path.length === 1 && ALWAYS_INDEXED.has(path[0] ?? '')) || isIndexed(path);

/** The service sorts by an index or not at all; by several properties only with a composite one. */
export function checkOrderIsIndexed(
  { orderBy }: Query,
  container: { readonly definition: JsonObject; readonly isSortable: IsIndexed },
): void {
  if (orderBy.length > 1) checkComposite(orderBy, container.definition['indexingPolicy']);
  if (orderBy.length !== 1) return;
  const [key] = orderBy;
  const path = key && pathOf(key.expression);
  if (path !== undefined && !isServed(path, container.isSortable))
    throw badRequest('The index path corresponding to the specified order-by item is excluded.');
}

function checkComposite(orderBy: readonly SortKey[], policy: unknown): void {
  const given = isObject(policy as JsonObject) ? (policy as JsonObject)['compositeIndexes'] : undefined;
  const indexes = given !== undefined && isArray(given) ? given : [];
  const wanted = orderBy.map(({ expression, descending }) => ({
    path: `/${pathOf(expression)?.join('/') ?? ''}`,
    descending,
  }));
  const serves = indexes.some((index) => {
    if (!isArray(index) || index.length !== wanted.length) return false;
    const columns = index.map((column) => (isObject(column) ? column : {}));
    const samePaths = columns.every(({ path }, i) => path === wanted[i]?.path);
    const turned = columns.map(({ order }, i) => (order === 'descending') !== wanted[i]?.descending);
    return samePaths && (turned.every(Boolean) || !turned.some(Boolean));
  });
  if (!serves)
    throw badRequest('The order by query does not have a corresponding composite index that it can be served from.');
}

const COMPARISONS = new Set<string>(['=', '<', '<=', '>', '>=']);
const INDEXED_CALLS = new Set(['STARTSWITH', 'STRINGEQUALS', 'IS_DEFINED', 'ARRAY_CONTAINS']);

/** Whether some condition that every result must meet is answered by the index. */
export function filtersByIndex({ where }: Query, isIndexed: IsIndexed): boolean {
  const served = (expression: Expression | undefined): boolean => {
    const path = expression && pathOf(expression);
    return path !== undefined && path.length > 0 && isServed(path, isIndexed);
  };
  const selects = (condition: Expression): boolean => {
    if (condition.kind === 'in' || condition.kind === 'between') return served(condition.value);
    if (condition.kind === 'call') return INDEXED_CALLS.has(condition.name) && served(condition.args[0]);
    if (condition.kind !== 'binary') return false;
    const { operator, left, right } = condition;
    if (operator === 'AND') return selects(left) || selects(right);
    if (operator === 'OR') return selects(left) && selects(right);
    return COMPARISONS.has(operator) && (served(left) || served(right));
  };
  return where !== null && selects(where);
}
