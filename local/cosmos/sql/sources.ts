import { isArray, type Json, type Value } from '../json';
import type { Expression, Source } from './ast';
import { compileExpression, type CompileContext, type Scope } from './compile';
import { queryError } from './syntax-error';

/** The scopes that FROM and JOIN make, and the names that they hold. */
export interface BoundSources {
  readonly names: readonly string[];
  /** Those of them that stand for a whole document. */
  readonly documents: readonly string[];
  bind(scope: Scope | null, documents: Iterable<Json>): Iterable<Scope | null>;
}

type BindOne = (scope: Scope | null) => Iterable<Value>;

interface Step {
  readonly alias: string | null;
  readonly values: BindOne;
}

/** Stands for the document in the path of the first source; no query can spell it. */
const DOCUMENT = '#document';

/** `ofContainer`: the first source reads the container's documents; in a subquery every source starts from a name in scope. */
export function bindSources(sources: readonly Source[], context: CompileContext, ofContainer: boolean): BoundSources {
  const steps: Step[] = [];
  let { names, documents: wholes } = context;
  for (const [i, source] of sources.entries()) {
    const { alias } = source;
    const isFirst = ofContainer && i === 0;
    steps.push({ alias, values: compileSource(source, { ...context, names, documents: wholes }, isFirst) });
    if (alias === null) continue;
    names = [alias, ...names];
    const isWhole = isFirst ? namesWhole(source) !== undefined : wholes.includes(namesWhole(source) ?? '');
    const others = wholes.filter((name) => name !== alias);
    wholes = isWhole ? [alias, ...others] : others;
  }
  return {
    names,
    documents: wholes,
    *bind(scope, documents) {
      if (!ofContainer || steps.length === 0) {
        yield* expand(steps, scope);
        return;
      }
      for (const document of documents) {
        for (const bound of expand(steps.slice(0, 1), { name: DOCUMENT, value: document, outer: scope }))
          yield* expand(steps.slice(1), bound);
      }
    },
  };
}

/** What `FROM c` takes as it is. */
const namesWhole = ({ each, from }: Source): string | undefined =>
  !each && from.kind === 'path' && from.path.kind === 'name' ? from.path.name : undefined;

function* expand(steps: readonly Step[], scope: Scope | null): Generator<Scope | null> {
  const [step, ...rest] = steps;
  if (step === undefined) {
    yield scope;
    return;
  }
  for (const value of step.values(scope)) {
    const inner = step.alias === null ? scope : { name: step.alias, value, outer: scope };
    yield* expand(rest, inner);
  }
}

function compileSource(source: Source, context: CompileContext, ofContainer: boolean): BindOne {
  if (source.from.kind === 'query') {
    const rows = context.subquery(source.from.query, ofContainer ? withDocument(context) : context);
    return source.each ? (scope) => rows(scope).flatMap(elementsOf) : rows;
  }
  const path = ofContainer ? fromDocument(source.from.path) : source.from.path;
  const evaluate = compileExpression(path, ofContainer ? withDocument(context) : context);
  return (scope) => {
    const value = evaluate(scope);
    if (source.each) return elementsOf(value);
    return value === undefined ? [] : [value];
  };
}

const withDocument = (context: CompileContext): CompileContext => ({
  ...context,
  names: [DOCUMENT, ...context.names],
  documents: [DOCUMENT, ...context.documents],
});

const elementsOf = (value: Value): readonly Json[] => (isArray(value) ? value : []);

/** `c.a.b`, whatever its root is called, as a path from the document. */
function fromDocument(path: Expression): Expression {
  if (path.kind === 'name') return { kind: 'name', name: DOCUMENT };
  if (path.kind === 'member') return { ...path, of: fromDocument(path.of) };
  throw queryError('SC2045', 'FROM must name the container or a path in it.');
}
