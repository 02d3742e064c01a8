import type { Work } from '../kit/work';
import type { HostRequest, HostResponse } from './http/server';
import { keyOf } from './http/http-trigger';
import type { Keys } from './keys';
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
}

/** The host's admin API, for the holder of the master key. `path` is what follows `/admin/`, in lower case. */
export function createAdminApi(options: AdminOptions): (request: HostRequest, path: string) => HostResponse {
  const { app, keys } = options;
  return function administer(request, path) {
    if (path === 'host/ping') return { status: 200 };
    if (!keys.isMaster(keyOf(request))) return { status: 401 };
    if (request.method === 'GET' && path === 'host/status') return { status: 200, body: hostStatus() };
    if (request.method === 'GET' && path === 'functions') {
      return { status: 200, body: [...app.functions.values()].map((one) => functionBody(one, options.baseUrl())) };
    }
    const name = /^functions\/([^/]+)$/.exec(path)?.[1];
    const one = name === undefined ? undefined : app.find(decodeURIComponent(name));
    if (!one) return { status: 404 };
    if (request.method === 'GET') return { status: 200, body: functionBody(one, options.baseUrl()) };
    return request.method === 'POST' ? invoke(one, request, options) : { status: 404 };
  };
}

const hostStatus = () => ({
  id: 'local',
  state: 'Running',
  version: '4.1037.0',
  processUptime: Math.round(process.uptime() * 1000),
});

function functionBody({ metadata }: RegisteredFunction, baseUrl: string) {
  const bindings = Object.entries(metadata.bindings).map(([name, binding]) => ({ ...binding, name }));
  return {
    name: metadata.name,
    href: `${baseUrl}/admin/functions/${metadata.name}`,
    language: 'node',
    isDisabled: isDisabled(metadata.name),
    config: { bindings },
  };
}

const INVOCABLE = ['timerTrigger', 'eventGridTrigger', 'cosmosDBTrigger', 'queueTrigger'];

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
