import { randomUUID } from 'node:crypto';
import type { RegisteredFunction, Registry } from './core-module';
import { createHookedLog } from './hooked-log';
import { withReadOnly } from './read-only';
import { traceContextOf } from './trace-context';
import type { CoreInvocationContext, Invoked, Log, NamedData, RetryContext, TypedData } from './types';

export interface Invocation {
  readonly inputData: readonly NamedData[];
  readonly triggerMetadata?: Readonly<Record<string, TypedData>>;
  readonly retryContext?: RetryContext;
  readonly invocationId?: string;
}

/** Runs a function once through the library, with its hooks; throws what the handler threw. */
export type Invoke = (one: RegisteredFunction, invocation: Invocation) => Promise<Invoked>;

/** The pipeline of the worker's InvocationHandler: arguments, pre hooks, the handler, post hooks, response. */
export function createInvoke(registry: Registry, log: Log): Invoke {
  const { appHookData } = registry;
  return async function invoke(one, invocation) {
    const context = createContext(one, invocation, log);
    const model = await registry.programmingModel().getInvocationModel(context);
    const { context: userContext, inputs } = await model.getArguments();
    const own = { hookData: {}, invocationContext: userContext };
    context.log = createHookedLog(registry, log, own);
    const shared = { ...own, appHookData };
    const before = { functionCallback: one.callback, inputs };
    await runHooks(registry, 'preInvocation', context, shared, before);
    const outcome = await attempt(context, () =>
      model.invokeFunction(userContext, before.inputs, before.functionCallback),
    );
    const after = { inputs: before.inputs, ...outcome };
    await runHooks(registry, 'postInvocation', context, shared, after);
    // A hook may have replaced either.
    if (after.error !== null && after.error !== undefined) throw asError(after.error);
    const isEmpty = after.result === undefined || after.result === null;
    return { ...(await model.getResponse(userContext, after.result)), isEmpty };
  };
}

/** As the worker words what is no error (errors.ts, ensureErrorType). */
function asError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  return new Error(typeof thrown === 'string' ? thrown : JSON.stringify(thrown));
}

interface Outcome {
  readonly result: unknown;
  readonly error: unknown;
}

async function attempt(context: CoreInvocationContext, call: () => Promise<unknown>): Promise<Outcome> {
  return inState(context, 'invocation', async () => {
    try {
      return { result: await call(), error: null };
    } catch (error) {
      return { result: null, error };
    }
  });
}

function createContext(one: RegisteredFunction, invocation: Invocation, log: Log): CoreInvocationContext {
  const invocationId = invocation.invocationId ?? randomUUID();
  return {
    invocationId,
    request: {
      ...{ triggerMetadata: {}, traceContext: traceContextOf(invocation), ...invocation },
      ...{ invocationId, functionId: one.metadata.name },
    },
    metadata: one.metadata,
    state: undefined,
    log,
  };
}

/** Hooks may change what is in `own`. */
async function runHooks(
  registry: Registry,
  name: 'preInvocation' | 'postInvocation',
  context: CoreInvocationContext,
  shared: object,
  own: object,
): Promise<void> {
  const hooks = registry.hooks(name);
  if (hooks.length === 0) return;
  const shown = withReadOnly(shared, own);
  await inState(context, `${name}Hooks`, async () => {
    for (const hook of hooks) await hook(shown);
  });
}

async function inState<T>(
  context: CoreInvocationContext,
  state: NonNullable<CoreInvocationContext['state']>,
  run: () => Promise<T>,
): Promise<T> {
  context.state = state;
  try {
    return await run();
  } finally {
    context.state = undefined;
  }
}
