import type { BinaryOperator, Expression, UnaryOperator } from './ast';
import { listUntil, type Cursor } from './cursor';

/** Precedence, weakest first; operators of one line bind alike and to the left. */
const LEVELS: readonly (readonly BinaryOperator[])[] = [['??'], ['OR'], ['AND']];
const ARITHMETIC: readonly (readonly BinaryOperator[])[] = [
  ['|'],
  ['^'],
  ['&'],
  ['<<', '>>', '>>>'],
  ['||'],
  ['+', '-'],
  ['*', '/', '%'],
];

export function readExpression(cursor: Cursor): Expression {
  const test = readLogical(cursor, 0);
  if (!cursor.takeSymbol('?')) return test;
  const then = readExpression(cursor);
  cursor.needSymbol(':');
  return { kind: 'conditional', test, then, otherwise: readExpression(cursor) };
}

function takeOperator(cursor: Cursor, operators: readonly BinaryOperator[]): BinaryOperator | undefined {
  return operators.find((operator) =>
    /^[A-Z]/.test(operator) ? cursor.takeWord(operator) : cursor.takeSymbol(operator),
  );
}

function readLogical(cursor: Cursor, level: number): Expression {
  const operators = LEVELS[level];
  if (operators === undefined) return readNegation(cursor);
  return readLeftToRight(cursor, operators, () => readLogical(cursor, level + 1));
}

function readLeftToRight(cursor: Cursor, operators: readonly BinaryOperator[], read: () => Expression): Expression {
  let left = read();
  for (;;) {
    const operator = takeOperator(cursor, operators);
    if (operator === undefined) return left;
    left = { kind: 'binary', operator, left, right: read() };
  }
}

const not = (operand: Expression): Expression => ({ kind: 'unary', operator: 'NOT', operand });

const readNegation = (cursor: Cursor): Expression =>
  cursor.takeWord('NOT') ? not(readNegation(cursor)) : readComparison(cursor);

const COMPARISONS = { '=': '=', '!=': '!=', '<>': '!=', '<': '<', '<=': '<=', '>': '>', '>=': '>=' } as const;

function readComparison(cursor: Cursor): Expression {
  let left = readArithmetic(cursor, 0);
  for (;;) {
    const found = readTest(cursor, left);
    if (found === undefined) return left;
    left = found;
  }
}

function readTest(cursor: Cursor, value: Expression): Expression | undefined {
  const negated = cursor.atWord('NOT') && ['IN', 'BETWEEN', 'LIKE'].some((word) => cursor.atWord(word, 1));
  if (negated) cursor.next();
  const test = readMembership(cursor, value) ?? readOperatorTest(cursor, value);
  return negated && test !== undefined ? not(test) : test;
}

function readOperatorTest(cursor: Cursor, left: Expression): Expression | undefined {
  const { kind, text } = cursor.peek();
  if (kind !== 'symbol' || !Object.hasOwn(COMPARISONS, text)) return undefined;
  cursor.next();
  const operator = COMPARISONS[text as keyof typeof COMPARISONS];
  return { kind: 'binary', operator, left, right: readArithmetic(cursor, 0) };
}

function readMembership(cursor: Cursor, value: Expression): Expression | undefined {
  if (cursor.takeWord('IN')) {
    cursor.needSymbol('(');
    return { kind: 'in', value, options: listUntil(cursor, ')', () => readExpression(cursor)) };
  }
  if (cursor.takeWord('BETWEEN')) {
    const low = readArithmetic(cursor, 0);
    cursor.needWord('AND');
    return { kind: 'between', value, low, high: readArithmetic(cursor, 0) };
  }
  if (!cursor.takeWord('LIKE')) return undefined;
  const pattern = readArithmetic(cursor, 0);
  return { kind: 'like', value, pattern, escape: cursor.takeWord('ESCAPE') ? readEscape(cursor) : null };
}

function readEscape(cursor: Cursor): string {
  const token = cursor.peek();
  if (token.kind !== 'string' || token.value.length !== 1) return cursor.fail();
  cursor.next();
  return token.value;
}

function readArithmetic(cursor: Cursor, level: number): Expression {
  const operators = ARITHMETIC[level];
  if (operators === undefined) return readUnary(cursor);
  return readLeftToRight(cursor, operators, () => readArithmetic(cursor, level + 1));
}

const UNARY: readonly UnaryOperator[] = ['-', '+', '~'];

function readUnary(cursor: Cursor): Expression {
  const operator = UNARY.find((one) => cursor.takeSymbol(one));
  return operator === undefined ? readPrimary(cursor) : { kind: 'unary', operator, operand: readUnary(cursor) };
}

/** A name and what follows it: `c.a["b"][0]`. */
export const readPath = (cursor: Cursor): Expression => readMembers(cursor, { kind: 'name', name: cursor.needName() });

function readMembers(cursor: Cursor, from: Expression): Expression {
  let of = from;
  for (;;) {
    if (cursor.takeSymbol('.')) {
      const token = cursor.next();
      if (token.kind !== 'word') return cursor.fail();
      of = { kind: 'member', of, key: { kind: 'literal', value: token.text } };
    } else if (cursor.takeSymbol('[')) {
      of = { kind: 'member', of, key: readExpression(cursor) };
      cursor.needSymbol(']');
    } else return of;
  }
}

/** An operand without operators around it. */
export const readPrimary = (cursor: Cursor): Expression => readMembers(cursor, readAtom(cursor));

const CONSTANTS: Readonly<Record<string, null | boolean | undefined>> = {
  NULL: null,
  TRUE: true,
  FALSE: false,
  UNDEFINED: undefined,
};

function readAtom(cursor: Cursor): Expression {
  const token = cursor.peek();
  if (token.kind === 'number' || token.kind === 'string') {
    cursor.next();
    return { kind: 'literal', value: token.value };
  }
  if (token.kind === 'parameter') return { kind: 'parameter', name: cursor.next().text };
  if (token.kind === 'word') return readWord(cursor, token.upper);
  if (cursor.takeSymbol('(')) return readBracketed(cursor);
  if (cursor.takeSymbol('[')) return { kind: 'array', items: listUntil(cursor, ']', () => readExpression(cursor)) };
  if (cursor.takeSymbol('{')) return { kind: 'object', entries: listUntil(cursor, '}', () => readEntry(cursor)) };
  return cursor.fail();
}

function readBracketed(cursor: Cursor): Expression {
  const inner: Expression = cursor.atWord('SELECT')
    ? { kind: 'subquery', form: 'scalar', query: cursor.subquery() }
    : readExpression(cursor);
  cursor.needSymbol(')');
  return inner;
}

function readEntry(cursor: Cursor): readonly [string, Expression] {
  const token = cursor.next();
  if (token.kind !== 'string' && token.kind !== 'word') return cursor.fail();
  cursor.needSymbol(':');
  return [token.kind === 'string' ? token.value : token.text, readExpression(cursor)];
}

/** Unlike words, they are spelt in one way. */
const NUMBERS: Readonly<Record<string, number>> = { NaN: Number.NaN, Infinity: Number.POSITIVE_INFINITY };

function readWord(cursor: Cursor, upper: string): Expression {
  const number = Object.hasOwn(NUMBERS, cursor.peek().text) ? NUMBERS[cursor.peek().text] : undefined;
  if (number !== undefined) {
    cursor.next();
    return { kind: 'literal', value: number };
  }
  if (Object.hasOwn(CONSTANTS, upper)) {
    cursor.next();
    return { kind: 'literal', value: CONSTANTS[upper] };
  }
  if ((upper === 'EXISTS' || upper === 'ARRAY') && cursor.atSymbol('(', 1)) return readSubquery(cursor, upper);
  if (upper === 'UDF' && cursor.atSymbol('.', 1)) return readUserCall(cursor);
  const name = cursor.needName();
  if (!cursor.takeSymbol('(')) return { kind: 'name', name };
  if (upper === 'COUNT' && cursor.takeSymbol('*')) {
    cursor.needSymbol(')');
    return { kind: 'call', name: 'COUNT', args: [{ kind: 'literal', value: 1 }] };
  }
  return { kind: 'call', name: upper, args: listUntil(cursor, ')', () => readExpression(cursor)) };
}

/** `udf.name(…)`: the names of users' functions keep their case. */
function readUserCall(cursor: Cursor): Expression {
  cursor.next();
  cursor.needSymbol('.');
  const name = `udf.${cursor.needName()}`;
  cursor.needSymbol('(');
  return { kind: 'call', name, args: listUntil(cursor, ')', () => readExpression(cursor)) };
}

function readSubquery(cursor: Cursor, upper: 'EXISTS' | 'ARRAY'): Expression {
  cursor.next();
  cursor.needSymbol('(');
  const query = cursor.subquery();
  cursor.needSymbol(')');
  return { kind: 'subquery', form: upper === 'EXISTS' ? 'exists' : 'array', query };
}
