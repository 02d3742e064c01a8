import { syntaxError } from './syntax-error';

export type Token =
  | { readonly kind: 'number'; readonly text: string; readonly value: number; readonly start: number }
  | { readonly kind: 'string'; readonly text: string; readonly value: string; readonly start: number }
  | { readonly kind: 'word'; readonly text: string; readonly upper: string; readonly start: number }
  | { readonly kind: 'parameter' | 'symbol' | 'end'; readonly text: string; readonly start: number };

const TOKEN =
  /(?<blank>\s+|--[^\n]*)|(?<number>0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<word>[\p{L}_$][\p{L}\p{N}_$]*)|(?<parameter>@[\p{L}_][\p{L}\p{N}_]*)|(?<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?<symbol>\?\?|!=|<>|<=|>=|<<|>>>|>>|\|\||[-+*/%=<>()[\]{},.:?~&|^])/suy;

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

const unescape = (literal: string): string =>
  literal
    .slice(1, -1)
    .replace(/\\(u[0-9a-fA-F]{4}|.)/gsu, (_, code: string) =>
      code.length === 5 ? String.fromCharCode(parseInt(code.slice(1), 16)) : (ESCAPES[code] ?? code),
    );

/** The tokens of a query, the last one an `end`. */
export function lex(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const expression = new RegExp(TOKEN);
  let start = 0;
  while (start < text.length) {
    expression.lastIndex = start;
    const groups = expression.exec(text)?.groups;
    if (groups === undefined) throw syntaxError(text.slice(start, start + 1), start);
    const token = tokenOf(groups, start);
    if (token !== undefined) tokens.push(token);
    start = expression.lastIndex;
  }
  return [...tokens, { kind: 'end', text: '', start }];
}

function tokenOf(groups: Readonly<Record<string, string | undefined>>, start: number): Token | undefined {
  const { number, word, parameter, string, symbol } = groups;
  if (number !== undefined) return { kind: 'number', text: number, value: Number(number), start };
  if (word !== undefined) return { kind: 'word', text: word, upper: word.toUpperCase(), start };
  if (parameter !== undefined) return { kind: 'parameter', text: parameter, start };
  if (string !== undefined) return { kind: 'string', text: string, value: unescape(string), start };
  if (symbol !== undefined) return { kind: 'symbol', text: symbol, start };
  return undefined;
}
