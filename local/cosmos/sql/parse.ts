import {
  impliedName,
  type Expression,
  type Query,
  type Selection,
  type SelectItem,
  type SortKey,
  type Source,
} from './ast';
import { commaList, openCursor, type Cursor } from './cursor';
import { readExpression, readPath, readPrimary } from './parse-expression';
import { queryError } from './syntax-error';

/** Reads the whole text as one query; a failure is the service's 400. */
export function parseQuery(text: string): Query {
  const cursor = openCursor(text, readQuery);
  const query = readQuery(cursor);
  if (cursor.peek().kind !== 'end') cursor.fail();
  return query;
}

function readQuery(cursor: Cursor): Query {
  cursor.needWord('SELECT');
  const distinct = cursor.takeWord('DISTINCT');
  const top = cursor.takeWord('TOP') ? readPrimary(cursor) : null;
  const select = readSelection(cursor);
  const from = cursor.takeWord('FROM') ? readSources(cursor) : [];
  checkStar(select, from);
  return {
    distinct,
    top,
    select,
    from,
    where: cursor.takeWord('WHERE') ? readExpression(cursor) : null,
    groupBy: readGroupBy(cursor),
    orderBy: readOrderBy(cursor),
    window: readWindow(cursor),
  };
}

function checkStar(select: Selection, from: readonly Source[]): void {
  if (select.kind === 'star' && from.length !== 1)
    throw queryError('SC2040', "'SELECT *' is only valid with a single input set.");
}

function readSelection(cursor: Cursor): Selection {
  if (cursor.takeSymbol('*')) return { kind: 'star' };
  if (cursor.takeWord('VALUE')) return { kind: 'value', expression: readExpression(cursor) };
  let unnamed = 0;
  const items = commaList(cursor, (): SelectItem => {
    const expression = readExpression(cursor);
    const given = readAlias(cursor) ?? impliedName(expression);
    return { expression, alias: given ?? `$${(unnamed += 1)}` };
  });
  const aliases = items.map(({ alias }) => alias);
  const twice = aliases.find((alias, i) => aliases.indexOf(alias) !== i);
  if (twice !== undefined)
    throw queryError('SC2011', `Cannot specify duplicate property name '${twice}' in the SELECT clause.`);
  return { kind: 'list', items };
}

const readAlias = (cursor: Cursor): string | undefined =>
  cursor.takeWord('AS') ? cursor.needName() : cursor.takeName();

function readSources(cursor: Cursor): readonly Source[] {
  const sources = [readSource(cursor)];
  while (cursor.takeWord('JOIN')) sources.push(readSource(cursor));
  return sources;
}

function readSource(cursor: Cursor): Source {
  if (cursor.atSymbol('(')) {
    const from = readSourceQuery(cursor);
    return { alias: readAlias(cursor) ?? null, each: false, from };
  }
  if (cursor.atWord('IN', 1)) {
    const alias = cursor.needName();
    cursor.needWord('IN');
    const from = cursor.atSymbol('(') ? readSourceQuery(cursor) : { kind: 'path' as const, path: readPath(cursor) };
    return { alias, each: true, from };
  }
  const path = readPath(cursor);
  return { alias: readAlias(cursor) ?? impliedName(path) ?? null, each: false, from: { kind: 'path', path } };
}

function readSourceQuery(cursor: Cursor): { readonly kind: 'query'; readonly query: Query } {
  cursor.needSymbol('(');
  const query = readQuery(cursor);
  cursor.needSymbol(')');
  return { kind: 'query', query };
}

function readGroupBy(cursor: Cursor): readonly Expression[] {
  if (!cursor.takeWord('GROUP')) return [];
  cursor.needWord('BY');
  return commaList(cursor, () => readExpression(cursor));
}

function readOrderBy(cursor: Cursor): readonly SortKey[] {
  if (!cursor.takeWord('ORDER')) return [];
  cursor.needWord('BY');
  return commaList(cursor, () => {
    const expression = readExpression(cursor);
    const descending = cursor.takeWord('DESC');
    if (!descending) cursor.takeWord('ASC');
    return { expression, descending };
  });
}

function readWindow(cursor: Cursor): Query['window'] {
  if (!cursor.takeWord('OFFSET')) return null;
  const offset = readPrimary(cursor);
  cursor.needWord('LIMIT');
  return { offset, limit: readPrimary(cursor) };
}
