import type { Result } from '../lib/result';
import { err, ok } from '../lib/result';
import type { Comparison, Expression } from '../routing/types';

/** What is wrong with an expression, and where: characters count from 1. */
export interface ExpressionError {
  readonly at: number;
  readonly message: string;
}

type Token =
  | { readonly kind: 'word' | 'number' | 'sign'; readonly text: string; readonly at: number }
  | { readonly kind: 'end'; readonly text: ''; readonly at: number };

/** What is left to read, and the first thing that did not fit. */
interface Reader {
  readonly tokens: readonly Token[];
  next: number;
  error: ExpressionError | null;
}

const COMPARISONS: ReadonlySet<string> = new Set(['>=', '>', '<=', '<', '=', '!=']);
const RESERVED: ReadonlySet<string> = new Set(['and', 'or', 'not', 'in', 'agent']);
const TOKEN = /\s*(?:([a-z][a-z0-9-]*)|(\d+)|(>=|<=|!=|[<>=(),]))/uy;

/**
 * Reads who a step is for: `german >= 5 and (technical or agent in (diego, enrico)) and not trainee`. A skill alone asks that it is
 * there at all; `and` binds closer than `or`. Names are not looked up here.
 */
export function parseExpression(text: string): Result<Expression, ExpressionError> {
  const tokens = tokensOf(text);
  if (!tokens.ok) return tokens;
  const reader: Reader = { tokens: tokens.value, next: 0, error: null };
  const expression = alternatives(reader);
  const rest = peek(reader);
  if (rest.kind !== 'end') fail(reader, rest, `'${rest.text}' does not belong here`);
  return reader.error === null ? ok(expression) : err(reader.error);
}

function tokensOf(text: string): Result<readonly Token[], ExpressionError> {
  const tokens: Token[] = [];
  let at = 0;
  while (text.slice(at).trim() !== '') {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    if (found === null) return err(unreadable(text, at));
    const [all, word, number, sign] = found;
    const kind = word !== undefined ? 'word' : number !== undefined ? 'number' : 'sign';
    const read = word ?? number ?? sign ?? '';
    at += all.length;
    tokens.push({ kind, text: read, at: at - read.length + 1 });
  }
  return ok([...tokens, { kind: 'end', text: '', at: text.length + 1 }]);
}

function unreadable(text: string, from: number): ExpressionError {
  const rest = text.slice(from).trimStart();
  return { at: text.length - rest.length + 1, message: `'${rest.trimEnd().slice(0, 20)}' cannot be read` };
}

const END: Token = { kind: 'end', text: '', at: 1 };
const peek = ({ tokens, next }: Reader): Token => tokens[next] ?? tokens.at(-1) ?? END;

/** Takes the next token if it reads so. */
function take(reader: Reader, text: string): boolean {
  if (peek(reader).text !== text) return false;
  reader.next += 1;
  return true;
}

function fail(reader: Reader, { at }: Token, message: string): void {
  reader.error ??= { at, message };
  // Nothing after the first error makes sense.
  reader.next = reader.tokens.length;
}

function expect(reader: Reader, text: string): void {
  const token = peek(reader);
  if (!take(reader, text))
    fail(reader, token, `'${text}' is missing${token.kind === 'end' ? '' : ` before '${token.text}'`}`);
}

const alternatives = (reader: Reader): Expression => joined(reader, 'or', 'any', conjunction);
const conjunction = (reader: Reader): Expression => joined(reader, 'and', 'all', single);

function joined(reader: Reader, word: string, kind: 'all' | 'any', part: (reader: Reader) => Expression): Expression {
  const first = part(reader);
  const of = [first];
  while (take(reader, word)) of.push(part(reader));
  return of.length === 1 ? first : { kind, of };
}

function single(reader: Reader): Expression {
  if (take(reader, 'not')) return { kind: 'not', of: single(reader) };
  if (take(reader, '(')) {
    const inner = alternatives(reader);
    expect(reader, ')');
    return inner;
  }
  return take(reader, 'agent') ? agents(reader) : skill(reader);
}

function agents(reader: Reader): Expression {
  if (take(reader, '=')) return { kind: 'agents', agentIds: [name(reader, 'an agent')] };
  expect(reader, 'in');
  expect(reader, '(');
  const agentIds = [name(reader, 'an agent')];
  while (take(reader, ',')) agentIds.push(name(reader, 'an agent'));
  expect(reader, ')');
  return { kind: 'agents', agentIds };
}

function skill(reader: Reader): Expression {
  const skillId = name(reader, 'a skill');
  const sign = peek(reader);
  if (sign.kind !== 'sign' || !COMPARISONS.has(sign.text)) return { kind: 'skill', skillId, is: '>=', level: 1 };
  reader.next += 1;
  const level = peek(reader);
  if (level.kind !== 'number' || Number(level.text) > 10) fail(reader, level, 'a proficiency from 0 to 10 is missing');
  else reader.next += 1;
  return { kind: 'skill', skillId, is: sign.text as Comparison, level: Number(level.text) };
}

function name(reader: Reader, what: string): string {
  const token = peek(reader);
  if (token.kind === 'word' && !RESERVED.has(token.text)) reader.next += 1;
  else fail(reader, token, token.kind === 'end' ? `${what} is missing` : `'${token.text}' is not ${what}`);
  return token.text;
}
