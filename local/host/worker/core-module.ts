import Module from 'node:module';
import { createHookedLog } from './hooked-log';
import { systemError } from './read-only';
import type { FunctionCallback, FunctionMetadata, Hook, Log, ProgrammingModel } from './types';

const HOOK_NAMES = ['preInvocation', 'postInvocation', 'appStart', 'appTerminate', 'log'] as const;
export type HookName = (typeof HOOK_NAMES)[number];

export interface RegisteredFunction {
  readonly metadata: FunctionMetadata;
  readonly callback: FunctionCallback;
}

/** What the app registered while it loaded. */
export interface Registry {
  readonly functions: ReadonlyMap<string, RegisteredFunction>;
  /** What all hooks of the app share. */
  readonly appHookData: object;
  hooks(name: HookName): readonly Hook[];
  programmingModel(): ProgrammingModel;
  /** From here on functions can no longer be registered. */
  lock(): void;
}

/** The API of `@azure/functions-core`, as far as `@azure/functions` 4 calls it. */
export interface CoreModule {
  readonly version: string;
  readonly hostVersion: string;
  readonly Disposable: typeof Disposable;
  setProgrammingModel(model: ProgrammingModel): void;
  getProgrammingModel(): ProgrammingModel | undefined;
  registerFunction(metadata: FunctionMetadata, callback: FunctionCallback): Disposable;
  registerHook(name: string, callback: Hook): Disposable;
  log: Log;
}

/** Part of the module's API; the library's own users may extend it, hence a class. */
class Disposable {
  constructor(private readonly onDispose: () => void) {}

  static from(...items: readonly { dispose(): unknown }[]): Disposable {
    return new Disposable(() => {
      for (const item of items) item.dispose();
    });
  }

  dispose(): void {
    this.onDispose();
  }
}

const isHookName = (name: string): name is HookName => HOOK_NAMES.some((known) => known === name);

/** Versions of the worker and host whose protocol this follows; the library only reports them. */
const WORKER_VERSION = '3.12.0';
const HOST_VERSION = '4.1037.0';

export function createCoreModule(log: Log): { core: CoreModule; registry: Registry } {
  const functions = new Map<string, RegisteredFunction>();
  const hooks = Object.fromEntries(HOOK_NAMES.map((name) => [name, [] as Hook[]])) as Record<HookName, Hook[]>;
  let model: ProgrammingModel | undefined;
  let locked = false;

  function registerFunction(metadata: FunctionMetadata, callback: FunctionCallback): Disposable {
    if (locked) throw systemError(new Error('A function can only be registered during app startup.'));
    if (functions.has(metadata.name)) {
      throw systemError(new Error(`A function with id "${metadata.name}" has already been registered.`));
    }
    functions.set(metadata.name, { metadata, callback });
    return new Disposable(() => {
      if (locked) throw systemError(new Error('A function can only be disposed during app startup.'));
      functions.delete(metadata.name);
    });
  }

  function registerHook(name: string, callback: Hook): Disposable {
    if (!isHookName(name)) throw systemError(new RangeError(`Unrecognized hook "${name}"`));
    hooks[name].push(callback);
    return new Disposable(() => void (hooks[name] = hooks[name].filter((hook) => hook !== callback)));
  }

  const registry: Registry = {
    functions,
    appHookData: {},
    hooks: (name) => hooks[name],
    programmingModel: () => {
      if (!model) throw new Error('The app registered no function: @azure/functions never set its programming model.');
      return model;
    },
    lock: () => void (locked = true),
  };
  const core: CoreModule = {
    version: WORKER_VERSION,
    hostVersion: HOST_VERSION,
    Disposable,
    setProgrammingModel: (given) => void (model = given),
    getProgrammingModel: () => model,
    registerFunction,
    registerHook,
    log: createHookedLog(registry, log),
  };
  return { core, registry };
}

type Require = (this: unknown, id: string) => unknown;

/**
 * Answers `require('@azure/functions-core')` anywhere in this process, as the Node.js worker does. Must come before
 * the app is loaded: the library asks once and remembers a failure.
 */
export function provideCoreModule(core: CoreModule): void {
  const prototype = Module.prototype as unknown as { require: Require };
  prototype.require = new Proxy(prototype.require, {
    apply: (target, self: unknown, args: [string]) =>
      args[0] === '@azure/functions-core' ? core : Reflect.apply(target, self, args),
  });
}
