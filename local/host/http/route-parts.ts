import { constraintOf, type Constraint } from './route-constraints';

/** A parameter such as `{id:int:min(1)?}`. */
export interface Parameter {
  readonly kind: 'parameter';
  readonly name: string;
  /** Takes the rest of the path. */
  readonly isCatchAll: boolean;
  readonly isOptional: boolean;
  readonly defaultValue: string | undefined;
  readonly constraints: readonly Constraint[];
}

export type Part = { readonly kind: 'literal'; readonly text: string } | Parameter;

/** What stands between two slashes of a template. */
export type Segment = readonly [Part, ...Part[]];

/** Reads a template as ASP.NET Core's RoutePatternParser does: `{{` and `}}` are braces, slashes inside of braces are the constraint's. */
export function segmentsOf(template: string): readonly Segment[] {
  const parts: Part[][] = [[]];
  for (const [token] of template.matchAll(/\{\{|\}\}|\{(?:[^{}]|\{\{|\}\})*\}|\/|[^{}/]+|[{}]/gu)) {
    if (token === '/') parts.push([]);
    else parts.at(-1)?.push(partOf(token, template));
  }
  const segments = parts.filter((segment) => segment.length > 0).map(joined);
  segments.forEach((segment, at) => requireSound(segment, at === segments.length - 1, template));
  return segments;
}

function partOf(token: string, template: string): Part {
  if (token === '{{' || token === '}}') return { kind: 'literal', text: token.slice(1) };
  if (token === '{' || token === '}') throw new Error(`The braces of the route '${template}' do not match.`);
  if (!token.startsWith('{')) return { kind: 'literal', text: token };
  return parameterOf(token.slice(1, -1).replaceAll('{{', '{').replaceAll('}}', '}'), template);
}

/** Literals that stand side by side are one. */
function joined(parts: readonly Part[]): Segment {
  const found: Part[] = [];
  for (const part of parts) {
    const last = found.at(-1);
    if (part.kind === 'literal' && last?.kind === 'literal')
      found[found.length - 1] = { kind: 'literal', text: last.text + part.text };
    else found.push(part);
  }
  const [first, ...others] = found;
  if (first === undefined) throw new Error('A segment of a route is not empty.');
  return [first, ...others];
}

function parameterOf(inside: string, template: string): Parameter {
  const [, stars = '', name = '', rest = ''] = /^(\*{0,2})([^:=?*]*)(.*)$/su.exec(inside) ?? [];
  const isOptional = rest.endsWith('?');
  const { constraints, defaultValue } = policiesOf(isOptional ? rest.slice(0, -1) : rest);
  const isCatchAll = stars !== '';
  if (name === '' || (isOptional && (isCatchAll || defaultValue !== undefined)))
    throw new Error(`The parameter '{${inside}}' of the route '${template}' is none.`);
  return { kind: 'parameter', name, isCatchAll, isOptional, defaultValue, constraints: constraints.map(constraintOf) };
}

/** Constraints behind colons, whose parentheses may hold anything, and a default behind an equals sign, which is the last. */
function policiesOf(text: string): {
  readonly constraints: readonly string[];
  readonly defaultValue: string | undefined;
} {
  const constraints: string[] = [];
  let rest = text;
  while (rest.startsWith(':')) {
    const [whole, one = ''] = /^:([^:=(]*(?:\(.*?\)(?=$|[:=]))?)/su.exec(rest) ?? [rest, rest.slice(1)];
    if (one !== '') constraints.push(one);
    rest = rest.slice(whole.length);
  }
  if (rest !== '' && !rest.startsWith('=')) throw new Error(`'${text}' is no constraint of a route.`);
  return { constraints, defaultValue: rest === '' ? undefined : rest.slice(1) };
}

function requireSound(segment: Segment, isLast: boolean, template: string): void {
  const parameters = segment.filter((part): part is Parameter => part.kind === 'parameter');
  const isMisplaced = parameters.some(({ isCatchAll }) => isCatchAll && (!isLast || segment.length > 1));
  const isSideBySide = segment.some((part, at) => part.kind === 'parameter' && segment[at + 1]?.kind === 'parameter');
  const isUnexpected = parameters.some(
    (part) => part.isOptional && segment.length > 1 && (part !== segment.at(-1) || !endsWithPoint(segment.at(-2))),
  );
  if (isMisplaced || isSideBySide || isUnexpected)
    throw new Error(`The route '${template}' has a parameter where none can be.`);
}

const endsWithPoint = (part: Part | undefined) => part?.kind === 'literal' && part.text === '.';
