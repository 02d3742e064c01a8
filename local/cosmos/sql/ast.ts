import type { Value } from '../json';

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';
export type Arithmetic = '+' | '-' | '*' | '/' | '%' | '|' | '&' | '^' | '<<' | '>>' | '>>>';
export type BinaryOperator = Comparison | Arithmetic | 'AND' | 'OR' | '??' | '||';
export type UnaryOperator = 'NOT' | '-' | '+' | '~';

/** A scalar expression. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: Value }
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'member'; readonly of: Expression; readonly key: Expression }
  | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'in'; readonly value: Expression; readonly options: readonly Expression[] }
  | { readonly kind: 'between'; readonly value: Expression; readonly low: Expression; readonly high: Expression }
  | { readonly kind: 'like'; readonly value: Expression; readonly pattern: Expression; readonly escape: string | null }
  | {
      readonly kind: 'conditional';
      readonly test: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
    }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'array'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, Expression])[] }
  | { readonly kind: 'subquery'; readonly form: 'scalar' | 'exists' | 'array'; readonly query: Query };

export interface SelectItem {
  readonly expression: Expression;
  /** The property it becomes. */
  readonly alias: string;
}

export type Selection =
  | { readonly kind: 'star' }
  | { readonly kind: 'value'; readonly expression: Expression }
  | { readonly kind: 'list'; readonly items: readonly SelectItem[] };

/** A part of FROM: `each` for `x IN path`, which takes the elements of an array one by one. */
export interface Source {
  readonly alias: string | null;
  readonly each: boolean;
  readonly from:
    | { readonly kind: 'path'; readonly path: Expression }
    | { readonly kind: 'query'; readonly query: Query };
}

export interface SortKey {
  readonly expression: Expression;
  readonly descending: boolean;
}

export interface Query {
  readonly distinct: boolean;
  readonly top: Expression | null;
  readonly select: Selection;
  /** The first is FROM, the others are joined to it. */
  readonly from: readonly Source[];
  readonly where: Expression | null;
  readonly groupBy: readonly Expression[];
  readonly orderBy: readonly SortKey[];
  readonly window: { readonly offset: Expression; readonly limit: Expression } | null;
}

export const AGGREGATES = ['COUNT', 'COUNTIF', 'SUM', 'MIN', 'MAX', 'AVG', 'MAKELIST', 'MAKESET'] as const;
export type Aggregate = (typeof AGGREGATES)[number];

export const isAggregate = (name: string): name is Aggregate => (AGGREGATES as readonly string[]).includes(name);

/** The expressions directly inside one; a subquery is a world of its own and has none. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
    case 'parameter':
    case 'name':
    case 'subquery':
      return [];
    case 'member':
      return [expression.of, expression.key];
    case 'unary':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'in':
      return [expression.value, ...expression.options];
    case 'between':
      return [expression.value, expression.low, expression.high];
    case 'like':
      return [expression.value, expression.pattern];
    case 'conditional':
      return [expression.test, expression.then, expression.otherwise];
    case 'call':
      return expression.args;
    case 'array':
      return expression.items;
    case 'object':
      return expression.entries.map(([, inner]) => inner);
  }
}

/** The same expression with other parts. */
export function mapParts(expression: Expression, map: (inner: Expression) => Expression): Expression {
  switch (expression.kind) {
    case 'literal':
    case 'parameter':
    case 'name':
    case 'subquery':
      return expression;
    case 'member':
      return { ...expression, of: map(expression.of), key: map(expression.key) };
    case 'unary':
      return { ...expression, operand: map(expression.operand) };
    case 'binary':
      return { ...expression, left: map(expression.left), right: map(expression.right) };
    case 'in':
      return { ...expression, value: map(expression.value), options: expression.options.map(map) };
    case 'between':
      return { ...expression, value: map(expression.value), low: map(expression.low), high: map(expression.high) };
    case 'like':
      return { ...expression, value: map(expression.value), pattern: map(expression.pattern) };
    case 'conditional':
      return {
        ...expression,
        test: map(expression.test),
        then: map(expression.then),
        otherwise: map(expression.otherwise),
      };
    case 'call':
      return { ...expression, args: expression.args.map(map) };
    case 'array':
      return { ...expression, items: expression.items.map(map) };
    case 'object':
      return { ...expression, entries: expression.entries.map(([name, inner]) => [name, map(inner)] as const) };
  }
}

export const hasAggregate = (expression: Expression): boolean =>
  (expression.kind === 'call' && isAggregate(expression.name)) || partsOf(expression).some(hasAggregate);

export const selectedExpressions = (select: Selection): readonly Expression[] => {
  switch (select.kind) {
    case 'star':
      return [];
    case 'value':
      return [select.expression];
    case 'list':
      return select.items.map(({ expression }) => expression);
  }
};

/** A query whose rows are groups: it has GROUP BY or aggregates. */
export const isGrouped = ({ groupBy, select }: Query): boolean =>
  groupBy.length > 0 || selectedExpressions(select).some(hasAggregate);

/** What an expression is called without AS: `c.a.b` is called `b`. */
export function impliedName(expression: Expression): string | undefined {
  if (expression.kind === 'name') return expression.name;
  if (expression.kind !== 'member' || expression.key.kind !== 'literal') return undefined;
  return typeof expression.key.value === 'string' ? expression.key.value : undefined;
}

const mentions = (expression: Expression): boolean =>
  expression.kind === 'name' || expression.kind === 'subquery' || partsOf(expression).some(mentions);

/** Whether what a document says matters to a query, and not only that it is there. */
export function looksInto({ select, from, where, groupBy, orderBy }: Query): boolean {
  const sorts = orderBy.map(({ expression }) => expression);
  const all = [...selectedExpressions(select), ...(where === null ? [] : [where]), ...groupBy, ...sorts];
  const isWhole = from.every(({ each, from: of }) => !each && of.kind === 'path' && of.path.kind === 'name');
  return select.kind === 'star' || from.length !== 1 || !isWhole || all.some(mentions);
}
