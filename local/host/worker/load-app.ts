import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createCoreModule,
  provideCoreModule,
  type HookName,
  type RegisteredFunction,
  type Registry,
} from './core-module';
import { createInvoke, type Invoke } from './invoke';
import { mainFilesOf } from './main-files';
import { withReadOnly } from './read-only';
import type { Log } from './types';

/** A function app loaded into this process. */
export interface FunctionApp {
  readonly functions: ReadonlyMap<string, RegisteredFunction>;
  /** Names are matched without regard to case, as the host does. */
  readonly find: (name: string) => RegisteredFunction | undefined;
  readonly invoke: Invoke;
  /** Where the library takes HTTP requests itself, having been set up to stream them; undefined when they go over RPC. */
  readonly httpUri: string | undefined;
  /** Runs the app's `appTerminate` hooks. */
  terminate(): Promise<void>;
}

/** What the worker tells the library it can do. Without `HttpUri` in the answer HTTP bodies come over RPC. */
const CAPABILITIES = {
  RawHttpBodyBytes: 'true',
  RpcHttpTriggerMetadataRemoved: 'true',
  RpcHttpBodyOnly: 'true',
  IgnoreEmptyValuedRpcHttpHeaders: 'true',
  UseNullableValueDictionaryForHttp: 'true',
  WorkerStatus: 'true',
  TypedDataCollection: 'true',
  HandlesWorkerTerminateMessage: 'true',
};

/**
 * Loads the app in `folder`: `main` of its package.json, the `appStart` hooks, then the capabilities, in the worker's order.
 * Once per process: `@azure/functions` keeps the module that it was given first.
 */
export async function loadApp(folder: string, log: Log): Promise<FunctionApp> {
  const { core, registry } = createCoreModule(log);
  provideCoreModule(core);
  await loadMain(folder);
  const shared = { hookData: {}, appHookData: registry.appHookData };
  await runHooks(registry, 'appStart', withReadOnly(shared, { functionAppDirectory: folder }));
  const capabilities = await registry.programmingModel().getCapabilities?.({ ...CAPABILITIES });
  registry.lock();
  const byName = new Map([...registry.functions].map(([name, one]) => [name.toLowerCase(), one]));
  return {
    functions: registry.functions,
    find: (name) => byName.get(name.toLowerCase()),
    httpUri: capabilities?.['HttpUri'],
    invoke: createInvoke(registry, log),
    terminate: () => runHooks(registry, 'appTerminate', withReadOnly(shared, {})),
  };
}

async function runHooks(registry: Registry, name: HookName, context: object): Promise<void> {
  for (const hook of registry.hooks(name)) await hook(context);
}

async function loadMain(folder: string): Promise<void> {
  const { type } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { type?: string };
  for (const file of await mainFilesOf(folder)) {
    const isEsm = file.endsWith('.mjs') || (type === 'module' && !file.endsWith('.cjs'));
    if (isEsm) await import(pathToFileURL(file).href);
    else createRequire(file)(file);
  }
}
