import { segmentsOf, type Parameter, type Part, type Segment } from './route-parts';

/** A route template of an HTTP trigger, such as `agents/{id:int}/calls/{*rest}` (ASP.NET Core's syntax). */
export interface RouteTemplate {
  /** The values of the parameters, decoded, or undefined when the path is another's. */
  match(path: string): Readonly<Record<string, string>> | undefined;
  readonly segments: readonly Segment[];
}

export function compileRoute(template: string): RouteTemplate {
  const segments = segmentsOf(template);
  const parameters = segments.flatMap((segment) =>
    segment.filter((part): part is Parameter => part.kind === 'parameter'),
  );
  requireOnce(parameters, template);
  const expression = new RegExp(`^${segments.map(patternOf).join('')}/?$`, 'isu');
  return {
    segments,
    match(path) {
      const found = expression.exec(decoded(path));
      if (!found) return undefined;
      const values = parameters.flatMap(({ name, defaultValue }, at) => {
        const value = found[at + 1] === undefined || found[at + 1] === '' ? defaultValue : found[at + 1];
        return value === undefined ? [] : [[name, value] as const];
      });
      const given = Object.fromEntries(values);
      return parameters.every((parameter) => isAllowed(parameter, given[parameter.name])) ? given : undefined;
    },
  };
}

function requireOnce(parameters: readonly Parameter[], template: string): void {
  const names = new Set(parameters.map(({ name }) => name.toLowerCase()));
  if (names.size < parameters.length) throw new Error(`A parameter of the route '${template}' is there twice.`);
}

/** A slash that was sent encoded is part of a value, and stays so. */
const decoded = (path: string) =>
  path.replace(/(?:%[0-9a-f]{2})+/giu, (run) => {
    const kept = run.replace(/%2f/giu, '%252F');
    try {
      return decodeURIComponent(kept);
    } catch {
      return run;
    }
  });

/** An optional parameter that is not there is under no constraint; any other that has none meets none. */
function isAllowed({ constraints, isOptional }: Parameter, value: string | undefined): boolean {
  if (value === undefined) return isOptional || constraints.length === 0;
  return constraints.every((isMet) => isMet(value));
}

const escape = (literal: string) => literal.replace(/[.*+?^$()|[\]\\{}/]/gu, '\\$&');

function patternOf(segment: Segment): string {
  const [only] = segment;
  if (segment.length > 1 || only.kind === 'literal') return `/${mixedPattern(segment)}`;
  if (only.isCatchAll) return '(?:/(.*))?';
  return only.isOptional || only.defaultValue !== undefined ? '(?:/([^/]+))?' : '/([^/]+)';
}

/** A segment such as `{name}.{type?}`: parameters take as much as they can, the first one first; a last one that is missing is so with its point. */
function mixedPattern(segment: readonly Part[]): string {
  const last = segment.at(-1);
  if (last?.kind !== 'parameter' || !last.isOptional) return partsPattern(segment);
  const before = partsPattern(segment.slice(0, -2));
  return `${before.replace(/\+\)$/u, '+?)')}(?:\\.([^/.]+))?(?=/|$)`;
}

const partsPattern = (parts: readonly Part[]) =>
  parts.map((part) => (part.kind === 'literal' ? escape(part.text) : '([^/]+)')).join('');

/**
 * For sorting: templates that compare lower are tried first. The host sorts by this (azure-webjobs-sdk-extensions,
 * WebJobsRouteBuilder.RouteComparison), not by ASP.NET Core's precedence: literals before parameters, more constraints before fewer, longer before shorter.
 */
export function compareRoutes(one: RouteTemplate, other: RouteTemplate): number {
  for (const [at, [part]] of one.segments.entries()) {
    const otherPart = other.segments[at]?.[0];
    if (otherPart === undefined) return -1;
    const difference = compareParts(part, otherPart);
    if (difference !== 0) return difference;
  }
  return other.segments.length > one.segments.length ? 1 : 0;
}

function compareParts(one: Part, other: Part): number {
  if (one.kind === 'literal' && other.kind === 'literal') {
    const [text, otherText] = [one.text.toUpperCase(), other.text.toUpperCase()];
    return text < otherText ? -1 : text > otherText ? 1 : 0;
  }
  if (one.kind === 'literal') return -1;
  return other.kind === 'literal' ? 1 : other.constraints.length - one.constraints.length;
}
