import type { Clock } from '../kit/clock';
import type { Work } from '../kit/work';
import { givenBy } from './admin-input';
import type { HostRequest, HostResponse } from './http/server';
import { keyOf } from './http/http-trigger';
import { createKeyApi } from './key-api';
import type { Keys } from './keys';
import type { RunFunction } from './run-function';
import { isDisabled } from './settings';
import type { RegisteredFunction } from './worker/core-module';
import type { FunctionApp } from './worker/load-app';
import type { Log } from './worker/types';

export interface AdminOptions {
  readonly app: FunctionApp;
  readonly keys: Keys;
  readonly run: RunFunction;
  readonly work: Work;
  readonly clock: Clock;
  readonly log: Log;
  readonly baseUrl: () => string;
}

/** The host's admin API, for the holder of the master key. `path` is what follows `/admin/`, in lower case. */
export function createAdminApi(options: AdminOptions): (request: HostRequest, path: string) => Promise<HostResponse> {
  const { app, keys } = options;
  const keyApi = createKeyApi(keys, (name) => app.find(name) !== undefined);
  return async function administer(request, path) {
    if (path === 'host/ping') return { status: 200 };
    if (!keys.isMaster(keyOf(request))) return { status: 401 };
    const ofKeys = keyApi(request);
    if (ofKeys !== undefined) return ofKeys;
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
