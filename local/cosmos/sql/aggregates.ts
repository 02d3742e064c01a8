import { isAggregate, mapParts, partsOf, type Aggregate, type Expression, type Selection } from './ast';
import type { Value } from '../json';
import { queryError } from './syntax-error';
import { canonical, compareValues } from './values';

/** What an aggregate says of the values of a group; those that are absent do not count. */
export function aggregate(name: Aggregate, values: readonly Value[]): Value {
  const present = values.filter((value) => value !== undefined);
  switch (name) {
    case 'COUNT':
      return present.length;
    case 'COUNTIF':
      return present.filter((value) => value === true).length;
    case 'SUM':
      return sum(present);
    case 'AVG': {
      const total = sum(present);
      return total === undefined || present.length === 0 ? undefined : total / present.length;
    }
    case 'MIN':
      return extreme(present, -1);
    case 'MAX':
      return extreme(present, 1);
    case 'MAKELIST':
      return present;
    case 'MAKESET':
      return [...new Map(present.map((value) => [canonical(value), value])).values()];
  }
}

/** One value that is no number spoils it. */
const sum = (values: readonly Value[]): number | undefined =>
  values.reduce<number | undefined>(
    (total, value) => (total === undefined || typeof value !== 'number' ? undefined : total + value),
    0,
  );

/** One array or object spoils it. */
function extreme(values: readonly Value[], sign: 1 | -1): Value {
  if (values.some((value) => typeof value === 'object' && value !== null)) return undefined;
  return values.reduce<Value>(
    (best, value) => (best === undefined || compareValues(value, best) * sign > 0 ? value : best),
    undefined,
  );
}

/** An aggregate of a selection, taken out: the selection uses its result by a name that no query can spell. */
export interface Lifted {
  readonly placeholder: string;
  readonly aggregate: Aggregate;
  readonly argument: Expression;
}

export interface LiftedSelection {
  readonly select: Selection;
  readonly aggregates: readonly Lifted[];
}

export function liftAggregates(select: Selection): LiftedSelection {
  const aggregates: Lifted[] = [];
  const lift = (expression: Expression): Expression => liftFrom(expression, aggregates);
  switch (select.kind) {
    case 'star':
      return { select, aggregates };
    case 'value':
      return { select: { ...select, expression: lift(select.expression) }, aggregates };
    case 'list': {
      const items = select.items.map((item) => ({ ...item, expression: lift(item.expression) }));
      return { select: { ...select, items }, aggregates };
    }
  }
}

function liftFrom(expression: Expression, found: Lifted[]): Expression {
  const lift = (inner: Expression): Expression => liftFrom(inner, found);
  if (expression.kind === 'call' && isAggregate(expression.name)) {
    const [argument, ...more] = expression.args;
    if (argument === undefined || more.length > 0)
      throw queryError('SC2050', `The ${expression.name} function requires 1 argument(s).`);
    if (partsOf(argument).some((inner) => inner.kind === 'call' && isAggregate(inner.name)))
      throw queryError('SC2104', 'An aggregate cannot hold another aggregate.');
    const placeholder = `#${found.length}`;
    found.push({ placeholder, aggregate: expression.name, argument });
    return { kind: 'name', name: placeholder };
  }
  return mapParts(expression, lift);
}
