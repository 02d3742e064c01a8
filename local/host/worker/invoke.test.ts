// The cases of the worker's own tests of its hooks (azure-functions-nodejs-worker, test/eventHandlers/InvocationHandler.test.ts),
// by name, with a programming model that only passes on.
import { createCoreModule, type Hook, type HookName } from './core-module';
import { createInvoke } from './invoke';
import type { FunctionCallback, InvocationResponse, ProgrammingModel } from './types';

interface HookContext {
  readonly hookData: Record<string, unknown>;
  readonly appHookData: Record<string, unknown>;
  readonly invocationContext: unknown;
  inputs: unknown[];
  functionCallback: FunctionCallback;
  result: unknown;
  error: unknown;
}

const userContext = { isUserContext: true };
const model = {
  name: 'test',
  version: '0',
  getInvocationModel: () => ({
    getArguments: async () => ({ context: userContext, inputs: ['input'] }),
    invokeFunction: async (context: unknown, inputs: unknown[], callback: FunctionCallback) =>
      callback(...inputs, context),
    getResponse: async (_context: unknown, result: unknown) =>
      ({ returnValue: { string: String(result) } }) as unknown as InvocationResponse,
  }),
} as unknown as ProgrammingModel;

/** A worker with one function; `happened` tells in which order things were. */
function worker(callback: FunctionCallback = (input) => `result of ${String(input)}`) {
  const happened: string[] = [];
  const { core, registry } = createCoreModule(() => undefined);
  core.setProgrammingModel(model);
  core.registerFunction({ name: 'f', bindings: {} }, (...args) => {
    happened.push('function');
    return callback(...args);
  });
  const one = registry.functions.get('f')!;
  const appHookData = {};
  const invoke = createInvoke(registry, appHookData, () => undefined);
  return {
    happened,
    hook(name: HookName, act: (context: HookContext) => unknown) {
      const word = name === 'preInvocation' ? 'pre' : 'post';
      return core.registerHook(name, ((context: HookContext) => {
        happened.push(word);
        return act(context);
      }) as Hook);
    },
    run: async () => (await invoke(one, { inputData: [] })).returnValue,
  };
}

const broken = () => {
  throw new Error('the function broke');
};

test('preInvocationHook, postInvocationHook', async () => {
  const { happened, hook, run } = worker();
  hook('preInvocation', (context) => {
    expect(context.inputs).toEqual(['input']);
    expect(context.invocationContext).toBe(userContext);
  });
  hook('postInvocation', (context) => {
    expect([context.result, context.error]).toEqual(['result of input', null]);
  });
  expect(await run()).toEqual({ string: 'result of input' });
  expect(happened).toEqual(['pre', 'function', 'post']);
});

test('preInvocationHook respects change to inputs', async () => {
  const { hook, run } = worker();
  hook('preInvocation', (context) => void (context.inputs = ['another']));
  expect(await run()).toEqual({ string: 'result of another' });
});

test('preInvocationHook respects change to functionCallback', async () => {
  const { happened, hook, run } = worker();
  hook('preInvocation', (context) => void (context.functionCallback = () => 'of the hook'));
  expect(await run()).toEqual({ string: 'of the hook' });
  expect(happened).toEqual(['pre']);
});

test('postInvocationHook respects change to context.result', async () => {
  const { hook, run } = worker();
  hook('postInvocation', (context) => void (context.result = 'of the hook'));
  expect(await run()).toEqual({ string: 'of the hook' });
});

test('postInvocationHook executes if function throws error', async () => {
  const { happened, hook, run } = worker(broken);
  hook('postInvocation', ({ result, error }) =>
    expect([result, error]).toEqual([null, new Error('the function broke')]),
  );
  await expect(run()).rejects.toThrow('the function broke');
  expect(happened).toEqual(['function', 'post']);
});

test('postInvocationHook respects change to context.error', async () => {
  const { hook, run } = worker(broken);
  hook('postInvocation', (context) => {
    context.error = null;
    context.result = 'mended';
  });
  expect(await run()).toEqual({ string: 'mended' });
});

test('pre and post invocation hooks share data', async () => {
  const { happened, hook, run } = worker();
  hook('preInvocation', ({ hookData }) => void (hookData['hello'] = 'world'));
  hook('postInvocation', ({ hookData }) => expect(hookData).toEqual({ hello: 'world' }));
  await run();
  expect(happened).toEqual(['pre', 'function', 'post']);
});

test('appHookData changes are persisted across different invocations while hookData changes are not', async () => {
  const { hook, run } = worker();
  const seen: unknown[] = [];
  hook('preInvocation', ({ hookData, appHookData }) => {
    seen.push([{ ...hookData }, { ...appHookData }]);
    hookData['own'] = 1;
    appHookData['shared'] = 1;
  });
  await run();
  await run();
  expect(seen).toEqual([
    [{}, {}],
    [{}, { shared: 1 }],
  ]);
});

test('enforces readonly properties in pre and post invocation hooks', async () => {
  const { hook, run } = worker();
  const refused: string[] = [];
  const tryAll = (context: HookContext) => {
    for (const name of ['hookData', 'appHookData', 'invocationContext'] as const) {
      try {
        Object.assign(context, { [name]: {} });
      } catch (error) {
        expect(error).toMatchObject({ isAzureFunctionsSystemError: true });
        refused.push((error as TypeError).message);
      }
    }
  };
  hook('preInvocation', tryAll);
  hook('postInvocation', tryAll);
  await run();
  const names = ['hookData', 'appHookData', 'invocationContext'];
  expect(refused).toEqual([...names, ...names].map((name) => `Cannot assign to read only property '${name}'`));
});

test.each([
  ['text', 'broken', 'broken'],
  ['an object', { code: 7 }, '{"code":7}'],
  ['a number', 7, '7'],
])('returns failed status for user error: %s', async (_, thrown, message) => {
  const { run } = worker(() => {
    throw thrown;
  });
  await expect(run()).rejects.toThrow(message);
});

test('dispose hooks', async () => {
  const { happened, hook, run } = worker();
  const first = hook('preInvocation', () => undefined);
  hook('postInvocation', () => undefined);
  await run();
  first.dispose();
  await run();
  expect(happened).toEqual(['pre', 'function', 'post', 'function', 'post']);
});

test.each([
  ['', ''],
  ['0', 0],
  ['false', false],
])('returns and serializes falsy value in Durable: "%s"', async (text, value) => {
  const { run } = worker(() => value);
  expect(await run()).toEqual({ string: text });
});
