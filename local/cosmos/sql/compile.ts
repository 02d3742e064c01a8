import { memberOf, textOf, type Json, type Value } from '../json';
import type { BinaryOperator, Expression, Query } from './ast';
import type { FunctionContext } from './built-in';
import { FUNCTIONS } from './functions';
import { likeExpression } from './like';
import { and, applyUnary, calculate, compare, concatenate, or } from './operators';
import { queryError } from './syntax-error';

/** The names that an expression may use, innermost first. */
export interface Scope {
  readonly name: string;
  readonly value: Value;
  readonly outer: Scope | null;
}

/** A compiled expression. */
export type Evaluate = (scope: Scope | null) => Value;

export interface CompileContext extends FunctionContext {
  readonly parameters: ReadonlyMap<string, Json>;
  /** The names in scope: an unknown one is refused before anything runs. */
  readonly names: readonly string[];
  /** Those of them that stand for a whole document. */
  readonly documents: readonly string[];
  /** Compiles a query inside an expression: the values that it gives in a scope. */
  readonly subquery: (query: Query, context: CompileContext) => (scope: Scope | null) => readonly Value[];
}

function lookUp(scope: Scope | null, name: string): Value {
  for (let at = scope; at !== null; at = at.outer) if (at.name === name) return at.value;
  return undefined;
}

/** Turns an expression into a function of the scope; what cannot be resolved is a 400 now, not later. */
export function compileExpression(expression: Expression, context: CompileContext): Evaluate {
  const compile = (inner: Expression): Evaluate => compileExpression(inner, context);
  switch (expression.kind) {
    case 'literal':
      return () => expression.value;
    case 'parameter':
      return compileParameter(expression.name, context);
    case 'name':
      return compileName(expression.name, context);
    case 'member':
      return compileComputed(expression, context) ?? compileMember(compile(expression.of), expression.key, compile);
    case 'unary': {
      const operand = compile(expression.operand);
      return (scope) => applyUnary(expression.operator, operand(scope));
    }
    case 'binary':
      return compileBinary(expression.operator, compile(expression.left), compile(expression.right));
    case 'in':
      return compileIn(compile(expression.value), expression.options.map(compile));
    case 'between':
      return compileBetween(compile(expression.value), compile(expression.low), compile(expression.high));
    case 'like':
      return compileLike(compile(expression.value), compile(expression.pattern), expression.escape);
    case 'conditional':
      return compileConditional(compile(expression.test), compile(expression.then), compile(expression.otherwise));
    case 'call':
      return compileCall(expression.name, expression.args.map(compile), context);
    case 'array': {
      const items = expression.items.map(compile);
      return (scope) => items.map((item) => item(scope)).filter((item) => item !== undefined);
    }
    case 'object':
      return compileObject(expression.entries.map(([name, inner]) => [name, compile(inner)] as const));
    case 'subquery':
      return compileSubquery(expression.form, context.subquery(expression.query, context));
  }
}

function compileParameter(name: string, { parameters }: CompileContext): Evaluate {
  const value = parameters.get(name);
  if (value === undefined) throw queryError('SC2010', `The parameter '${name}' has no value.`);
  return () => value;
}

function compileName(name: string, { names }: CompileContext): Evaluate {
  if (!names.includes(name)) throw queryError('SC2001', `Identifier '${name}' could not be resolved.`);
  return (scope) => lookUp(scope, name);
}

/** A property that the container computes; undefined for any other. */
function compileComputed(
  { of, key }: Extract<Expression, { kind: 'member' }>,
  context: CompileContext,
): Evaluate | undefined {
  if (of.kind !== 'name' || key.kind !== 'literal' || !context.documents.includes(of.name)) return undefined;
  const query = context.computed?.get(textOf(key.value));
  const name = query?.from[0]?.alias ?? null;
  if (query?.select.kind !== 'value' || name === null) return undefined;
  const compute = compileExpression(query.select.expression, { ...context, names: [name], documents: [] });
  const document = compileName(of.name, context);
  return (scope) => compute({ name, value: document(scope), outer: null });
}

function compileMember(of: Evaluate, key: Expression, compile: (inner: Expression) => Evaluate): Evaluate {
  const named = compile(key);
  return (scope) => {
    const name = named(scope);
    return typeof name === 'string' || typeof name === 'number' ? memberOf(of(scope), name) : undefined;
  };
}

function compileBinary(operator: BinaryOperator, left: Evaluate, right: Evaluate): Evaluate {
  switch (operator) {
    case 'AND':
      return (scope) => and(left(scope), () => right(scope));
    case 'OR':
      return (scope) => or(left(scope), () => right(scope));
    case '??':
      return (scope) => {
        const value = left(scope);
        return value === undefined ? right(scope) : value;
      };
    case '||':
      return (scope) => concatenate(left(scope), right(scope));
    case '=':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return (scope) => compare(operator, left(scope), right(scope));
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case '|':
    case '&':
    case '^':
    case '<<':
    case '>>':
    case '>>>':
      return (scope) => calculate(operator, left(scope), right(scope));
  }
}

/** As a chain of `=` with OR between. */
function compileIn(value: Evaluate, options: readonly Evaluate[]): Evaluate {
  return (scope) => {
    const sought = value(scope);
    const test = (found: boolean | undefined, option: Evaluate) => or(found, () => compare('=', sought, option(scope)));
    return options.reduce<boolean | undefined>(test, false);
  };
}

function compileBetween(value: Evaluate, low: Evaluate, high: Evaluate): Evaluate {
  return (scope) => {
    const tested = value(scope);
    return and(compare('>=', tested, low(scope)), () => compare('<=', tested, high(scope)));
  };
}

const compileConditional =
  (test: Evaluate, then: Evaluate, otherwise: Evaluate): Evaluate =>
  (scope) =>
    test(scope) === true ? then(scope) : otherwise(scope);

function compileLike(value: Evaluate, pattern: Evaluate, escape: string | null): Evaluate {
  let known = { text: '', expression: likeExpression('', escape) };
  return (scope) => {
    const [text, like] = [value(scope), pattern(scope)];
    if (typeof text !== 'string' || typeof like !== 'string') return undefined;
    if (like !== known.text) known = { text: like, expression: likeExpression(like, escape) };
    return known.expression.test(text);
  };
}

function compileCall(name: string, args: readonly Evaluate[], context: CompileContext): Evaluate {
  if (name.startsWith('udf.')) return compileUserCall(name.slice(4), args, context);
  const known = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (known === undefined) throw queryError('SC2005', `'${name}' is not a recognized built-in function name.`);
  const [fewest, most] = known.arity;
  if (args.length < fewest || args.length > most)
    throw queryError(
      'SC2050',
      `The ${name} function requires ${fewest === most ? fewest : `${fewest} to ${most}`} argument(s).`,
    );
  return (scope) =>
    known.apply(
      args.map((arg) => arg(scope)),
      context,
    );
}

function compileUserCall(name: string, args: readonly Evaluate[], { userFunctions }: CompileContext): Evaluate {
  const known = userFunctions.get(name);
  if (known === undefined) throw queryError('SC2008', `Could not find udf '${name}'.`);
  return (scope) => known(...args.map((arg) => arg(scope)));
}

function compileObject(entries: readonly (readonly [string, Evaluate])[]): Evaluate {
  return (scope) => {
    const made: Record<string, Json> = {};
    for (const [name, evaluate] of entries) {
      const value = evaluate(scope);
      if (value !== undefined) made[name] = value;
    }
    return made;
  };
}

function compileSubquery(
  form: 'scalar' | 'exists' | 'array',
  rows: (scope: Scope | null) => readonly Value[],
): Evaluate {
  switch (form) {
    case 'scalar':
      return (scope) => rows(scope)[0];
    case 'exists':
      return (scope) => rows(scope).length > 0;
    case 'array':
      return (scope) => rows(scope).filter((row) => row !== undefined);
  }
}
