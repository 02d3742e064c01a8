import { createContext, Script, type Context } from 'node:vm';
import { badRequest, Failure } from './failure';
import type { Value } from './json';

/** The service bounds the time of a script by its own measure; this only keeps an endless one from stopping all else. */
const TIME_MS = 5_000;

/** JSON's copy of a value: what leaves a script shares nothing with it. */
export const copyOf = (value: unknown): Value => {
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? undefined : (JSON.parse(text) as Value);
};

function compile(text: string): Script {
  try {
    return new Script(text);
  } catch (error) {
    throw badRequest(`Encountered exception while compiling Javascript. Exception = ${String(error)}`);
  }
}

const scriptFailure = (error: unknown): Failure => {
  const { name = 'Error', message = String(error) } = error as { name?: string; message?: string };
  return badRequest(`Encountered exception while executing Javascript. Exception = ${name}: ${message}`);
};

/**
 * Runs a function of a user in a context of its own. `node:vm` keeps honest code apart and is no wall against other:
 * what is stored here is the developer's own.
 */
export function runInSandbox(
  body: string,
  globals: Readonly<Record<string, unknown>>,
  args: readonly unknown[],
): unknown {
  const context: Context = createContext({ ...globals });
  context['arguments$'] = args;
  return guarded(
    () => compile(`(${body}).apply(null, arguments$)`).runInContext(context, { timeout: TIME_MS }) as unknown,
  );
}

/** What a script throws is its 400; what the service refused inside one stays what it was. */
export function guarded<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw error instanceof Failure ? error : scriptFailure(error);
  }
}

export function compileUserFunction(body: string): (...args: readonly Value[]) => Value {
  const context: Context = createContext({});
  const call = compile('function$.apply(null, arguments$)');
  context['function$'] = guarded(() => compile(`(${body})`).runInContext(context, { timeout: TIME_MS }) as unknown);
  return (...args) => {
    context['arguments$'] = args;
    return guarded(() => copyOf(call.runInContext(context, { timeout: TIME_MS })));
  };
}
