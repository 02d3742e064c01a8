import type { Json, Value } from '../json';
import { aggregate, liftAggregates } from './aggregates';
import { partsOf, selectedExpressions, type Expression, type Query, type Selection, type Source } from './ast';
import { compileExpression, type CompileContext, type Evaluate, type Scope } from './compile';
import { queryError } from './syntax-error';
import { canonical, compareValues } from './values';

/** What SELECT makes of a scope. */
export function compileSelection(select: Selection, from: readonly Source[], context: CompileContext): Evaluate {
  switch (select.kind) {
    case 'star':
      return compileExpression({ kind: 'name', name: from[0]?.alias ?? '*' }, context);
    case 'value':
      return compileExpression(select.expression, context);
    case 'list': {
      const items = select.items.map(
        ({ alias, expression }) => [alias, compileExpression(expression, context)] as const,
      );
      return (scope) => {
        const row: Record<string, Json> = {};
        for (const [alias, evaluate] of items) {
          const value = evaluate(scope);
          if (value !== undefined) row[alias] = value;
        }
        return row;
      };
    }
  }
}

/** Puts scopes into groups and makes one row of each; without GROUP BY all are one group, even if there are none. */
export function compileGroups(
  query: Query,
  context: CompileContext,
): (scopes: Iterable<Scope | null>) => readonly Value[] {
  const { select, aggregates } = liftAggregates(query.select);
  checkGrouped(
    select,
    query.groupBy,
    aggregates.map(({ placeholder }) => placeholder),
  );
  const keys = query.groupBy.map((key) => compileExpression(key, context));
  const folds = aggregates.map((one) => ({ ...one, argument: compileExpression(one.argument, context) }));
  const names = [...folds.map(({ placeholder }) => placeholder), ...context.names];
  const project = compileSelection(select, query.from, { ...context, names });
  const open = (first: Scope | null, key: readonly Value[]): Group => ({ first, key, values: folds.map(() => []) });
  return (scopes) => {
    const groups = new Map<string, Group>();
    if (keys.length === 0) groups.set('', open(null, []));
    for (const scope of scopes) {
      const key = keys.map((evaluate) => evaluate(scope));
      const name = key.map(canonical).join('\n');
      const group = groups.get(name) ?? open(scope, key);
      groups.set(name, group);
      folds.forEach(({ argument }, i) => group.values[i]?.push(argument(scope)));
    }
    return [...groups.values()].sort(inOrderOfKeys).map(({ first, values }) => {
      const results = folds.map(({ placeholder, aggregate: name }, i) => ({
        name: placeholder,
        value: aggregate(name, values[i] ?? []),
      }));
      return project(results.reduce<Scope | null>((outer, result) => ({ ...result, outer }), first));
    });
  };
}

/** Not its documents, which may be many: what they say to each aggregate, and the first for what all have in common. */
interface Group {
  readonly first: Scope | null;
  readonly key: readonly Value[];
  readonly values: readonly Value[][];
}

/** In which the service's index gives them. */
const inOrderOfKeys = (a: Group, b: Group): number =>
  a.key.map((one, i) => compareValues(one, b.key[i])).find((order) => order !== 0) ?? 0;

/** Beside aggregates, a row of a group may only say what the group goes by. */
function checkGrouped(select: Selection, keys: readonly Expression[], placeholders: readonly string[]): void {
  const spelt = new Set(keys.map((key) => JSON.stringify(key)));
  const isOfGroup = (expression: Expression): boolean => {
    if (spelt.has(JSON.stringify(expression))) return true;
    if (expression.kind === 'name') return placeholders.includes(expression.name);
    return expression.kind !== 'subquery' && partsOf(expression).every(isOfGroup);
  };
  if (select.kind === 'star' || !selectedExpressions(select).every(isOfGroup))
    throw queryError(
      'SC2102',
      'A property in the select list is not contained in either an aggregate function or the GROUP BY clause.',
    );
}
