// The cases of the worker's own tests of its hooks (azure-functions-nodejs-worker, test/eventHandlers/InvocationHandler.test.ts),
// by name, with a programming model that only passes on.
import { createCoreModule, type HookName } from './core-module';
import { createInvoke } from './invoke';
import type { CoreInvocationContext, FunctionCallback, Hook, InvocationResponse, Log, ProgrammingModel } from './types';

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
  getInvocationModel: (core: CoreInvocationContext) => ({
    getArguments: async () => ({ context: userContext, inputs: ['input'] }),
    async invokeFunction(context: unknown, inputs: unknown[], callback: FunctionCallback) {
      core.log('debug', 'system', 'about to call');
      core.log('information', 'user', 'secret word');
      return callback(...inputs, context);
    },
    getResponse: async (_context: unknown, result: unknown) =>
      ({ returnValue: { string: String(result) } }) as unknown as InvocationResponse,
  }),
} as unknown as ProgrammingModel;

/** A worker with one function; `happened` tells in which order things were. */
function worker(callback: FunctionCallback = (input) => `result of ${String(input)}`) {
  const happened: string[] = [];
  const logged: string[] = [];
  const log: Log = (level, category, message) => void logged.push(`${level} ${category}: ${message}`);
  const { core, registry } = createCoreModule(log);
  core.setProgrammingModel(model);
  core.registerFunction({ name: 'f', bindings: {} }, (...args) => {
    happened.push('function');
    return callback(...args);
  });
  const one = registry.functions.get('f')!;
  const invoke = createInvoke(registry, log);
  return {
    happened,
    logged,
    core,
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

/** What JavaScript lets an app throw. */
const notAnError = (value: unknown) => value as Error;

test.each([
  ['text', 'broken', 'broken'],
  ['an object', { code: 7 }, '{"code":7}'],
  ['a number', 7, '7'],
])('returns failed status for user error: %s', async (_, thrown, message) => {
  const { run } = worker(() => Promise.reject(notAnError(thrown)));
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

interface LogHookContext {
  readonly hookData: Record<string, unknown>;
  readonly appHookData: Record<string, unknown>;
  readonly invocationContext: unknown;
  readonly category: string;
  level: string;
  message: string;
}

describe('log hooks', () => {
  const ofLog = (act: (context: LogHookContext) => unknown) => act as unknown as Hook;

  test('see every line, with what it is about', async () => {
    const { core, hook, run } = worker();
    const seen: unknown[] = [];
    hook('preInvocation', ({ hookData }) => void (hookData['own'] = 1));
    core.registerHook(
      'log',
      ofLog(({ level, category, message, hookData, invocationContext }) =>
        seen.push([level, category, message, { ...hookData }, invocationContext]),
      ),
    );
    await run();
    core.log('warning', 'user', 'of nobody');
    expect(seen).toEqual([
      ['debug', 'system', 'about to call', { own: 1 }, userContext],
      ['information', 'user', 'secret word', { own: 1 }, userContext],
      ['warning', 'user', 'of nobody', {}, undefined],
    ]);
  });

  test('change what the app says, not what the platform does', async () => {
    const { core, logged, run } = worker();
    core.registerHook(
      'log',
      ofLog((line) => {
        line.message = line.message.replace('secret', '***');
        line.level = 'error';
      }),
    );
    await run();
    expect(logged).toEqual(['debug system: about to call', 'error user: *** word']);
  });

  test('that break keep no line back and change none', async () => {
    const { core, logged, run } = worker();
    core.registerHook(
      'log',
      ofLog((line) => {
        line.message = '';
        throw new Error('on purpose');
      }),
    );
    await run();
    expect(logged).toEqual(['debug system: about to call', 'information user: secret word']);
  });

  test('can not exchange what is shared', async () => {
    const { core, run } = worker();
    const refused: string[] = [];
    core.registerHook(
      'log',
      ofLog((line) => {
        for (const name of ['category', 'hookData', 'appHookData', 'invocationContext']) {
          try {
            Object.assign(line, { [name]: {} });
          } catch (error) {
            refused.push((error as Error).message);
          }
        }
      }),
    );
    await run();
    const names = ['category', 'hookData', 'appHookData', 'invocationContext'];
    expect(refused.slice(0, 4)).toEqual(names.map((name) => `Cannot assign to read only property '${name}'`));
  });
});
