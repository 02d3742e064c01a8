/** A route template of an HTTP trigger, such as `agents/{id:int}/calls/{*rest}` (ASP.NET Core's syntax). */
export interface RouteTemplate {
  /** The values of the parameters, decoded, or undefined when the path is another's. */
  match(path: string): Readonly<Record<string, string>> | undefined;
  /** Sorts the more particular template first. */
  readonly precedence: readonly number[];
}

const CONSTRAINTS: Readonly<Record<string, string>> = {
  int: '-?\\d+',
  long: '-?\\d+',
  guid: '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}',
  alpha: '[A-Za-z]+',
  bool: '(?:true|false)',
  decimal: '-?\\d+(?:\\.\\d+)?',
  double: '-?\\d+(?:\\.\\d+)?',
  float: '-?\\d+(?:\\.\\d+)?',
};

/** Per segment: a literal before a constrained parameter before a free one before the rest of the path. */
const RANK = { literal: 1, constrained: 2, parameter: 3, rest: 5 } as const;

interface Segment {
  readonly pattern: string;
  readonly names: readonly string[];
  readonly rank: number;
}

const escape = (literal: string) => literal.replace(/[.*+?^$()|[\]\\{}]/g, '\\$&');

/** An escaped slash stays as it was sent, since it must not become one of the path's (ASP.NET Core does not decode it). */
const decoded = (value: string) =>
  value
    .split(/(%2f)/i)
    .map((part, i) => (i % 2 === 1 ? part : decodeURIComponent(part)))
    .join('');

export function compileRoute(template: string): RouteTemplate {
  const segments = template.split('/').filter(Boolean).map(compileSegment);
  const names = segments.flatMap((segment) => segment.names);
  const expression = new RegExp(`^${segments.map((segment) => segment.pattern).join('')}/?$`, 'i');
  return {
    precedence: segments.map((segment) => segment.rank),
    match(path) {
      const found = expression.exec(path);
      if (!found) return undefined;
      const values = names.map((name, i) => [name, found[i + 1]] as const);
      return Object.fromEntries(
        values.flatMap(([name, value]) => (value === undefined ? [] : [[name, decoded(value)]])),
      );
    },
  };
}

function compileSegment(segment: string): Segment {
  const whole = /^\{(\*{0,2})([^:}=?]+)(?::([^}?=]+))?(\?)?\}$/.exec(segment);
  if (!whole) return compileMixed(segment);
  const [, stars, name = '', constraint, optional] = whole;
  if (stars) return { pattern: '(?:/(.*))?', names: [name], rank: RANK.rest };
  const value = constraint === undefined ? '[^/]+' : constraintPattern(constraint);
  return {
    pattern: optional ? `(?:/(${value}))?` : `/(${value})`,
    names: [name],
    rank: constraint === undefined ? RANK.parameter : RANK.constrained,
  };
}

function constraintPattern(constraint: string): string {
  const pattern = CONSTRAINTS[constraint];
  if (pattern === undefined) throw new Error(`The local host does not know the route constraint '${constraint}'.`);
  return pattern;
}

/** A segment such as `{name}.json`. */
function compileMixed(segment: string): Segment {
  const names: string[] = [];
  const pattern = segment
    .split(/(\{[^}]+\})/)
    .map((part) => {
      const name = /^\{([^}]+)\}$/.exec(part)?.[1];
      if (name === undefined) return escape(part);
      names.push(name);
      return '([^/]+?)';
    })
    .join('');
  return { pattern: `/${pattern}`, names, rank: names.length === 0 ? RANK.literal : RANK.constrained };
}

/** For sorting: templates that compare lower are tried first. */
export function compareRoutes(a: RouteTemplate, b: RouteTemplate): number {
  const length = Math.max(a.precedence.length, b.precedence.length);
  for (let i = 0; i < length; i += 1) {
    const difference = (a.precedence[i] ?? 0) - (b.precedence[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
