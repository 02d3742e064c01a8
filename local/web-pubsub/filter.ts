/** What a filter can look at of a connection. */
export interface Subject {
  readonly id: string;
  readonly userId: string | undefined;
  readonly groups: ReadonlySet<string>;
}

export type Filter = (subject: Subject) => boolean;
export type ParsedFilter =
  | { readonly kind: 'filter'; readonly filter: Filter }
  | { readonly kind: 'invalid'; readonly message: string };

type Value = string | number | boolean | null | readonly string[];
type Evaluate = (subject: Subject) => Value;

interface Token {
  readonly text: string;
  /** Where it ends: what the service names as the position of an error. */
  readonly end: number;
}

class SyntaxFault extends Error {}

const TOKEN = /\s*('(?:[^']|'')*'|-?\d+(?:\.\d+)?|[A-Za-z]+|[(),]|\S)/y;
const COMPARISONS = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] as const;
type Comparison = (typeof COMPARISONS)[number];

const text = (value: Value | undefined): string => (typeof value === 'string' ? value : '');
const FUNCTIONS: Readonly<Record<string, (...values: readonly Value[]) => Value>> = {
  length: (value) => (typeof value === 'string' || Array.isArray(value) ? value.length : 0),
  tolower: (value) => text(value).toLowerCase(),
  toupper: (value) => text(value).toUpperCase(),
  trim: (value) => text(value).trim(),
  concat: (one, other) => text(one) + text(other),
  contains: (value, part) => text(value).includes(text(part)),
  startswith: (value, part) => text(value).startsWith(text(part)),
  endswith: (value, part) => text(value).endsWith(text(part)),
  indexof: (value, part) => text(value).indexOf(text(part)),
  substring: (value, from, length) =>
    text(value).slice(Number(from), length === undefined ? undefined : Number(from) + Number(length)),
};
const NAMES: Readonly<Record<string, Evaluate>> = {
  userid: ({ userId }) => userId ?? null,
  connectionid: ({ id }) => id,
  groups: ({ groups }) => [...groups],
  true: () => true,
  false: () => false,
  null: () => null,
};

/** Reads a filter of Web PubSub: https://learn.microsoft.com/azure/azure-web-pubsub/reference-odata-filter. */
export function parseFilter(source: string): ParsedFilter {
  const reader = createReader(tokensOf(source), source.length);
  try {
    const evaluate = either(reader);
    if (reader.peek() !== undefined) reader.refuse();
    return { kind: 'filter', filter: (subject) => evaluate(subject) === true };
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error;
    const where = `Syntax error at position ${error.message} in '${source}'.`;
    return { kind: 'invalid', message: `Invalid syntax for '${source}': ${where} (Parameter 'filter')` };
  }
}

function tokensOf(source: string): Token[] {
  const pattern = new RegExp(TOKEN);
  const tokens: Token[] = [];
  for (let match = pattern.exec(source); match !== null; match = pattern.exec(source))
    tokens.push({ text: match[1] ?? '', end: pattern.lastIndex });
  return tokens;
}

interface Reader {
  peek(): string | undefined;
  /** The next token, if it is one of these. */
  take(...wanted: readonly string[]): string | undefined;
  next(): string;
  refuse(): never;
}

function createReader(tokens: readonly Token[], end: number): Reader {
  let at = 0;
  const reader: Reader = {
    peek: () => tokens[at]?.text,
    take: (...wanted) => (wanted.includes(tokens[at]?.text ?? '') ? reader.next() : undefined),
    next() {
      const token = tokens[at] ?? reader.refuse();
      at += 1;
      return token.text;
    },
    refuse: () => {
      throw new SyntaxFault(String(tokens[at]?.end ?? end));
    },
  };
  return reader;
}

function either(reader: Reader): Evaluate {
  let left = both(reader);
  while (reader.take('or') !== undefined) {
    const [one, other] = [left, both(reader)];
    left = (subject) => one(subject) === true || other(subject) === true;
  }
  return left;
}

function both(reader: Reader): Evaluate {
  let left = comparison(reader);
  while (reader.take('and') !== undefined) {
    const [one, other] = [left, comparison(reader)];
    left = (subject) => one(subject) === true && other(subject) === true;
  }
  return left;
}

function comparison(reader: Reader): Evaluate {
  const left = term(reader);
  if (reader.take('in') !== undefined) {
    const among = reader.peek() === '(' ? list(reader) : term(reader);
    return (subject) => (among(subject) as readonly Value[]).includes(left(subject));
  }
  const operator = COMPARISONS.find((one) => reader.take(one) !== undefined);
  if (operator === undefined) return left;
  const right = term(reader);
  return (subject) => compare(operator, left(subject), right(subject));
}

function compare(operator: Comparison, left: Value, right: Value): boolean {
  switch (operator) {
    case 'eq':
      return left === right;
    case 'ne':
      return left !== right;
    case 'gt':
      return left !== null && right !== null && left > right;
    case 'ge':
      return left !== null && right !== null && left >= right;
    case 'lt':
      return left !== null && right !== null && left < right;
    case 'le':
      return left !== null && right !== null && left <= right;
  }
}

function list(reader: Reader): Evaluate {
  const members = within(reader);
  return (subject) => members.map((one) => text(one(subject)));
}

/** Terms in parentheses, with commas between. */
function within(reader: Reader): Evaluate[] {
  if (reader.take('(') === undefined) reader.refuse();
  const members = [either(reader)];
  while (reader.take(',') !== undefined) members.push(either(reader));
  if (reader.take(')') === undefined) reader.refuse();
  return members;
}

function term(reader: Reader): Evaluate {
  const word = reader.peek() ?? reader.refuse();
  if (word === '(') {
    const [inner = reader.refuse(), ...more] = within(reader);
    return more.length === 0 ? inner : reader.refuse();
  }
  if (reader.take('not') !== undefined) {
    const inner = term(reader);
    return (subject) => inner(subject) !== true;
  }
  const constant = word.startsWith("'") ? word.slice(1, -1).replaceAll("''", "'") : Number(word);
  if (typeof constant === 'string' || !Number.isNaN(constant)) {
    reader.next();
    return () => constant;
  }
  return named(reader, word.toLowerCase());
}

function named(reader: Reader, name: string): Evaluate {
  const apply = FUNCTIONS[name];
  const value = NAMES[name];
  if (apply === undefined && value === undefined) {
    // The service reads on past a name that it does not know, and stumbles over what follows.
    reader.next();
    reader.refuse();
  }
  reader.next();
  if (apply === undefined) return value ?? reader.refuse();
  const given = within(reader);
  return (subject) => apply(...given.map((one) => one(subject)));
}
