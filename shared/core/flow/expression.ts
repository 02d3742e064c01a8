import type { Result } from '../lib/result';
import { err, ok } from '../lib/result';
import { foldText } from '../lib/fold-text';
import { never } from '../lib/never';

/** The value of a variable; undefined when it was never set. */
export type Lookup = (name: string) => string | undefined;

type Operator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'contains';

type Operand =
  | { readonly kind: 'value'; readonly value: string }
  | { readonly kind: 'variable'; readonly name: string };

/** A condition over variables: `status == 'shipped' and not (parcels > 1)`. */
export type Expression =
  | { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'compare'; readonly operator: Operator; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'is'; readonly of: Operand };

interface Token {
  readonly kind: 'word' | 'text' | 'sign' | 'end';
  readonly text: string;
}

const TOKEN = /\s*(?:(?<text>'[^']*'|"[^"]*")|(?<sign>==|!=|<=|>=|[<>()])|(?<word>[\p{L}\p{N}_.-]+))/uy;
const OPERATORS: readonly string[] = ['==', '!=', '<', '<=', '>', '>=', 'contains'] satisfies Operator[];
const isOperator = (text: string): text is Operator => OPERATORS.includes(text);

/** Deep enough for people; a parser that recursed as deep as the text is long could be made to overflow. */
const DEEPEST = 50;

/** Reads a condition, or says what is wrong with it. */
export function parseExpression(text: string): Result<Expression, string> {
  const tokens = tokensOf(text);
  if (tokens === null) return err(`'${text}' has a sign that no expression has`);
  const reader = { tokens, at: 0, depth: 0, fault: null as string | null };
  const expression = readOr(reader);
  if (reader.fault === null && peek(reader).kind !== 'end') reader.fault = `'${peek(reader).text}' is not expected`;
  return reader.fault === null ? ok(expression) : err(reader.fault);
}

/** Whether a condition holds. Total: a variable that was never set is empty, and what is no number compares as text. */
export function holds(expression: Expression, lookup: Lookup): boolean {
  switch (expression.kind) {
    case 'and':
      return holds(expression.left, lookup) && holds(expression.right, lookup);
    case 'or':
      return holds(expression.left, lookup) || holds(expression.right, lookup);
    case 'not':
      return !holds(expression.of, lookup);
    case 'is':
      return !['', '0', 'false', 'no'].includes(foldText(valueOf(expression.of, lookup)));
    case 'compare':
      return compare(expression.operator, valueOf(expression.left, lookup), valueOf(expression.right, lookup));
    default:
      return never(expression);
  }
}

/** Every variable that a condition asks for. */
export function variablesOf(expression: Expression): readonly string[] {
  const named = (operand: Operand): readonly string[] => (operand.kind === 'variable' ? [operand.name] : []);
  switch (expression.kind) {
    case 'and':
    case 'or':
      return [...variablesOf(expression.left), ...variablesOf(expression.right)];
    case 'not':
      return variablesOf(expression.of);
    case 'is':
      return named(expression.of);
    case 'compare':
      return [...named(expression.left), ...named(expression.right)];
    default:
      return never(expression);
  }
}

function tokensOf(text: string): readonly Token[] | null {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN);
  const end = text.trimEnd().length;
  while (pattern.lastIndex < end) {
    const groups = pattern.exec(text)?.groups;
    if (groups === undefined) return null;
    const quoted = groups['text'];
    if (quoted !== undefined) tokens.push({ kind: 'text', text: quoted.slice(1, -1) });
    else if (groups['sign'] !== undefined) tokens.push({ kind: 'sign', text: groups['sign'] });
    else tokens.push({ kind: 'word', text: groups['word'] ?? '' });
  }
  return tokens;
}

interface Reader {
  readonly tokens: readonly Token[];
  at: number;
  depth: number;
  fault: string | null;
}

const END: Token = { kind: 'end', text: 'the end' };
const peek = ({ tokens, at }: Reader): Token => tokens[at] ?? END;
const NOTHING: Expression = { kind: 'is', of: { kind: 'value', value: '' } };

function take(reader: Reader, text: string): boolean {
  const { kind, text: next } = peek(reader);
  if (kind === 'text' || kind === 'end' || next !== text) return false;
  reader.at += 1;
  return true;
}

function fail(reader: Reader, fault: string): Expression {
  reader.fault ??= fault;
  return NOTHING;
}

function readOr(reader: Reader): Expression {
  let left = readAnd(reader);
  while (take(reader, 'or')) left = { kind: 'or', left, right: readAnd(reader) };
  return left;
}

function readAnd(reader: Reader): Expression {
  let left = readNot(reader);
  while (take(reader, 'and')) left = { kind: 'and', left, right: readNot(reader) };
  return left;
}

function readNot(reader: Reader): Expression {
  reader.depth += 1;
  if (reader.depth > DEEPEST) return fail(reader, `it is nested more than ${DEEPEST} deep`);
  const read = take(reader, 'not') ? ({ kind: 'not', of: readNot(reader) } as const) : readComparison(reader);
  reader.depth -= 1;
  return read;
}

function readComparison(reader: Reader): Expression {
  if (take(reader, '(')) {
    const inner = readOr(reader);
    return take(reader, ')') ? inner : fail(reader, `a ')' is missing before ${peek(reader).text}`);
  }
  const left = readOperand(reader);
  const { text: operator } = peek(reader);
  if (left === null) return fail(reader, `a value is missing before '${operator}'`);
  if (peek(reader).kind === 'text' || !isOperator(operator)) return { kind: 'is', of: left };
  reader.at += 1;
  const right = readOperand(reader);
  if (right === null) return fail(reader, `a value is missing after '${operator}'`);
  return { kind: 'compare', operator, left, right };
}

const KEYWORDS = new Set(['and', 'or', 'not', 'contains']);

function readOperand(reader: Reader): Operand | null {
  const { kind, text } = peek(reader);
  if (kind === 'sign' || kind === 'end' || (kind === 'word' && KEYWORDS.has(text))) return null;
  reader.at += 1;
  if (kind === 'text' || /^-?\d/u.test(text) || text === 'true' || text === 'false')
    return { kind: 'value', value: text };
  return { kind: 'variable', name: text };
}

const valueOf = (operand: Operand, lookup: Lookup): string =>
  operand.kind === 'value' ? operand.value : (lookup(operand.name) ?? '');

const NUMBER = /^-?\d+(\.\d+)?$/u;

function compare(operator: Operator, left: string, right: string): boolean {
  const order = NUMBER.test(left) && NUMBER.test(right) ? Number(left) - Number(right) : orderOf(left, right);
  switch (operator) {
    case '==':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case 'contains':
      return foldText(left).includes(foldText(right));
    default:
      return never(operator);
  }
}

/** By code point of the folded texts, so that the answer is the same in every place. */
function orderOf(left: string, right: string): number {
  const [one, other] = [foldText(left), foldText(right)];
  return one === other ? 0 : one < other ? -1 : 1;
}
