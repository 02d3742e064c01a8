import type { Value } from '../json';
import { impliedName, type Expression, type Query, type Selection, type SelectItem, type Source } from './ast';

/** The text of an expression: read again, it is the same expression. Everything composed is in brackets. */
export function printExpression(expression: Expression): string {
  const print = printExpression;
  switch (expression.kind) {
    case 'literal':
      return printLiteral(expression.value);
    case 'parameter':
    case 'name':
      return expression.name;
    case 'member':
      return `${print(expression.of)}[${print(expression.key)}]`;
    case 'unary':
      return `(${expression.operator} ${print(expression.operand)})`;
    case 'binary':
      return `(${print(expression.left)} ${expression.operator} ${print(expression.right)})`;
    case 'in':
      return `(${print(expression.value)} IN (${expression.options.map(print).join(', ')}))`;
    case 'between':
      return `(${print(expression.value)} BETWEEN ${print(expression.low)} AND ${print(expression.high)})`;
    case 'like': {
      const escape = expression.escape === null ? '' : ` ESCAPE ${JSON.stringify(expression.escape)}`;
      return `(${print(expression.value)} LIKE ${print(expression.pattern)}${escape})`;
    }
    case 'conditional':
      return `(${print(expression.test)} ? ${print(expression.then)} : ${print(expression.otherwise)})`;
    case 'call':
      return `${expression.name}(${expression.args.map(print).join(', ')})`;
    case 'array':
      return `[${expression.items.map(print).join(', ')}]`;
    case 'object':
      return `{${expression.entries.map(([name, inner]) => `${JSON.stringify(name)}: ${print(inner)}`).join(', ')}}`;
    case 'subquery': {
      const form = { scalar: '', exists: 'EXISTS', array: 'ARRAY' }[expression.form];
      return `${form}(${printQuery(expression.query)})`;
    }
  }
}

function printLiteral(value: Value): string {
  if (value === undefined) return 'undefined';
  if (typeof value === 'number' && !Number.isFinite(value)) return value < 0 ? `(-${-value})` : String(value);
  return typeof value === 'number' && value < 0 ? `(${value})` : JSON.stringify(value);
}

function printSelection(select: Selection): string {
  switch (select.kind) {
    case 'star':
      return '*';
    case 'value':
      return `VALUE ${printExpression(select.expression)}`;
    case 'list':
      return select.items.map(printItem).join(', ');
  }
}

/** Without AS where the name follows anyway: it may be a word that no alias can be. */
function printItem({ expression, alias }: SelectItem): string {
  const text = printExpression(expression);
  return alias.startsWith('$') || alias === impliedName(expression) ? text : `${text} AS ${alias}`;
}

function printSource({ alias, each, from }: Source): string {
  const text = from.kind === 'path' ? printExpression(from.path) : `(${printQuery(from.query)})`;
  if (each) return `${alias ?? ''} IN ${text}`;
  return alias === null ? text : `${text} AS ${alias}`;
}

/** The text of a query: read again, it is the same query. */
export function printQuery({ distinct, top, select, from, where, groupBy, orderBy, window }: Query): string {
  const sort = orderBy.map(
    ({ expression, descending }) => `${printExpression(expression)} ${descending ? 'DESC' : 'ASC'}`,
  );
  return [
    'SELECT',
    distinct ? 'DISTINCT' : '',
    top === null ? '' : `TOP ${printExpression(top)}`,
    printSelection(select),
    from.length === 0 ? '' : `FROM ${from.map(printSource).join(' JOIN ')}`,
    where === null ? '' : `WHERE ${printExpression(where)}`,
    groupBy.length === 0 ? '' : `GROUP BY ${groupBy.map(printExpression).join(', ')}`,
    sort.length === 0 ? '' : `ORDER BY ${sort.join(', ')}`,
    window === null ? '' : `OFFSET ${printExpression(window.offset)} LIMIT ${printExpression(window.limit)}`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}
