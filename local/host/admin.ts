import type { Work } from '../kit/work';
import type { HostRequest, HostResponse } from './http/server';
import { keyOf } from './http/http-trigger';
import type { Keys } from './keys';
import { refusal } from './refusal';
import type { RunFunction } from './run-function';
import { isDisabled } from './settings';
import type { RegisteredFunction } from './worker/core-module';
import type { FunctionApp } from './worker/load-app';
import { json, nothing, text } from './worker/typed-data';
import { triggerOf, type TypedData } from './worker/types';

export interface AdminOptions {
  readonly app: FunctionApp;
  readonly keys: Keys;
  readonly run: RunFunction;
  readonly work: Work;
  readonly baseUrl: () => string;
  /** Of HTTP functions, from host.json. */
  readonly routePrefix: string;
}

/** The host's admin API, for the holder of the master key. `path` is what follows `/admin/`, in lower case. */
export function createAdminApi(options: AdminOptions): (request: HostRequest, path: string) => HostResponse {
  const { app, keys } = options;
  return function administer(request, path) {
    if (path === 'host/ping') return { status: 200, headers: NOT_KEPT };
    if (!keys.isMaster(keyOf(request))) return refusal(keys, keyOf(request));
    if (request.method === 'GET' && path === 'host/status') return { status: 200, body: hostStatus() };
    if (request.method === 'GET' && path === 'functions') {
      return { status: 200, body: byName(app).map((one) => functionBody(one, options)) };
    }
    const [, name, rest] = /^functions\/([^/]+)(\/status)?$/.exec(path) ?? [];
    const one = name === undefined ? undefined : app.find(decodeURIComponent(name));
    if (!one) return { status: 404 };
    if (request.method === 'GET') return { status: 200, body: rest === undefined ? functionBody(one, options) : {} };
    return request.method === 'POST' && rest === undefined ? invoke(one, request, options) : { status: 404 };
  };
}

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

const INVOCABLE = ['timerTrigger', 'eventGridTrigger', 'cosmosDBTrigger'];

/** Starts the function and answers before it is done, as the host does. */
function invoke(one: RegisteredFunction, request: HostRequest, { run, work }: AdminOptions): HostResponse {
  const { type } = triggerOf(one.metadata).binding;
  if (!INVOCABLE.includes(type)) {
    return { status: 400, body: { message: `The local host does not invoke a ${type} by its admin API.` } };
  }
  const { input } = (request.json() ?? {}) as { input?: unknown };
  // A failure is logged by the runner; nobody waits for it.
  void work.run(() => run(one, triggerData(type, input)).catch(() => undefined), `admin ${one.metadata.name}`);
  return { status: 202 };
}

function triggerData(type: string, input: unknown): TypedData {
  if (type === 'timerTrigger') {
    return json({ Schedule: { AdjustForDST: true }, ScheduleStatus: null, IsPastDue: false });
  }
  if (input === undefined || input === null || input === '') return nothing;
  return typeof input === 'string' ? text(input) : json(input);
}
