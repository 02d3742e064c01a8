import type { Clock } from '../kit/clock';
import type { Work } from '../kit/work';
import { givenBy } from './admin-input';
import type { HostRequest, HostResponse } from './http/server';
import { keyOf } from './http/http-trigger';
import { createKeyApi } from './key-api';
import type { Keys } from './keys';
import { refusal } from './refusal';
import type { RunFunction } from './run-function';
import { isDisabled } from './settings';
import type { RegisteredFunction } from './worker/core-module';
import type { FunctionApp } from './worker/load-app';
import { triggerOf, type Log } from './worker/types';

export interface AdminOptions {
  readonly app: FunctionApp;
  readonly keys: Keys;
  readonly run: RunFunction;
  readonly work: Work;
  readonly clock: Clock;
  readonly log: Log;
  readonly baseUrl: () => string;
  /** Of HTTP functions, from host.json. */
  readonly routePrefix: string;
}

/** The host's admin API, for the holder of the master key. `path` is what follows `/admin/`, in lower case. */
export function createAdminApi(options: AdminOptions): (request: HostRequest, path: string) => Promise<HostResponse> {
  const { app, keys } = options;
  const keyApi = createKeyApi(keys, (name) => app.find(name) !== undefined);
  return async function administer(request, path) {
    if (path === 'host/ping') return { status: 200, headers: NOT_KEPT };
    if (!keys.isMaster(keyOf(request))) return refusal(keys, keyOf(request));
    const ofKeys = keyApi(request);
    if (ofKeys !== undefined) return ofKeys;
    if (request.method === 'GET' && path === 'host/status') return { status: 200, body: hostStatus() };
    if (request.method === 'GET' && path === 'functions') {
      return { status: 200, body: byName(app).map((one) => functionBody(one, options)) };
    }
    if (NOT_EMULATED.test(path)) {
      const message = `The local host does not emulate ${request.method} /admin/${path}.`;
      return { status: 501, body: { message } };
    }
    const [, name, rest] = /^functions\/([^/]+)(\/status)?$/.exec(path) ?? [];
    const one = name === undefined ? undefined : app.find(decodeURIComponent(name));
    if (!one) return { status: 404 };
    if (request.method === 'GET') return { status: 200, body: rest === undefined ? functionBody(one, options) : {} };
    return request.method === 'POST' && rest === undefined ? invoke(one, request, options) : { status: 404 };
  };
}

/** What azure-functions-host has beside (HostController, FunctionsController, ExtensionsController, InstanceController, VirtualFileSystem). */
const NOT_EMULATED =
  /^(?:host\/(?:config|debug|drain|drain\/status|extensions.*|extensionbundle.*|log|processes|restart|resume|scale\/status|state|synctriggers)|functions\/download|instance\/.*|vfs.*|zip.*)$/u;

/** As ASP.NET Core writes `NoStore` without a place. */
const NOT_KEPT = { 'cache-control': 'no-store,no-cache', pragma: 'no-cache' };

/** Names as the host sorts them: without regard to case. */
const byName = (app: FunctionApp): readonly RegisteredFunction[] =>
  [...app.functions.values()].sort((a, b) => compare(a.metadata.name.toUpperCase(), b.metadata.name.toUpperCase()));

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));

const hostStatus = () => ({
  id: 'local',
  state: 'Running',
  version: '4.1037.0.0',
  versionDetails: '4.1037.0',
  platformVersion: '',
  instanceId: '',
  computerName: '',
  processUptime: Math.round(process.uptime() * 1000),
  functionAppContentEditingState: 'Unknown',
});

function functionBody({ metadata }: RegisteredFunction, { baseUrl, routePrefix }: AdminOptions) {
  const { name } = metadata;
  const bindings = Object.entries(metadata.bindings).map(([own, binding]) => ({ ...binding, name: own }));
  const trigger = triggerOf(metadata).binding;
  const route = typeof trigger['route'] === 'string' ? trigger['route'] : name;
  return {
    name,
    script_root_path_href: null,
    config_href: null,
    href: `${baseUrl()}/admin/functions/${name}`,
    invoke_url_template: trigger.type === 'httpTrigger' ? `${baseUrl()}/${routePrefix}/${route}`.toLowerCase() : null,
    language: 'node',
    config: { name, entryPoint: '', language: 'node', bindings },
    files: null,
    test_data: '',
    isDisabled: isDisabled(name),
    isDirect: false,
    isProxy: false,
  };
}

/**
 * Starts the function and answers before it is done, whatever triggers it; nobody is told how it ended but the log
 * (azure-functions-host, FunctionsController.Invoke).
 */
function invoke(one: RegisteredFunction, request: HostRequest, options: AdminOptions): HostResponse {
  const input = inputOf(request.json());
  if (input === 'none') return { status: 400 };
  const { run, work, log, clock } = options;
  const job = async () => {
    const given = givenBy(one, input, clock.now());
    if (typeof given === 'string')
      log('error', one.metadata.name, `Executed '${one.metadata.name}' (Failed): ${given}`);
    // A failure is logged by the runner; nobody waits for it.
    else await run(one, given.data, { triggerMetadata: given.metadata }).catch(() => undefined);
  };
  void work.run(job, `admin ${one.metadata.name}`);
  return { status: 202 };
}

/** Text, or nothing; numbers and truth become text. A body that is no object with such an input is refused. */
function inputOf(body: unknown): { readonly text: string | null } | 'none' {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return 'none';
  const found = Object.entries(body).find(([name]) => name.toLowerCase() === 'input');
  const input: unknown = found?.[1] ?? null;
  if (input === null || typeof input === 'string') return { text: input };
  return typeof input === 'number' || typeof input === 'boolean' ? { text: String(input) } : 'none';
}
