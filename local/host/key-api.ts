// cspell:ignore functionkeys systemkeys
import type { HostRequest, HostResponse } from './http/server';
import { MASTER, type Keys, type KeyScope } from './keys';

/**
 * `admin/host/{keys|functionkeys|systemkeys}` and `admin/functions/{name}/keys`, each with `/{key}` behind it, as azure-functions-host's
 * KeysController answers them. Undefined for another path.
 */
export type KeyApi = (request: HostRequest) => Promise<HostResponse> | undefined;

export function createKeyApi(keys: Keys, isFunction: (name: string) => boolean): KeyApi {
  return function answer(request) {
    const path = /^\/admin\/(?:host\/(keys|functionkeys|systemkeys)|functions\/([^/]+)\/keys)(?:\/([^/]+))?\/?$/iu;
    const [whole, hostScope, functionName, keyName] = path.exec(request.url.pathname) ?? [];
    if (whole === undefined) return undefined;
    const name = keyName === undefined ? undefined : decodeURIComponent(keyName);
    if (functionName !== undefined) {
      const own = decodeURIComponent(functionName);
      return isFunction(own) ? act(keys, { kind: 'function', name: own }, name, request) : notFound();
    }
    const kind = hostScope?.toLowerCase() === 'systemkeys' ? 'system' : 'host';
    return act(keys, { kind }, name, request);
  };
}

const notFound = async (): Promise<HostResponse> => ({ status: 404 });

async function act(keys: Keys, scope: KeyScope, name: string | undefined, request: HostRequest): Promise<HostResponse> {
  if (name === undefined)
    return request.method === 'GET' ? answerOf(200, { keys: keys.list(scope) }, request) : { status: 405 };
  switch (request.method) {
    case 'GET':
      return getKey(keys, scope, name, request);
    case 'POST':
      return putKey(keys, scope, name, undefined, request);
    case 'PUT': {
      const { value } = (request.json() ?? {}) as { value?: unknown };
      return typeof value === 'string'
        ? putKey(keys, scope, name, value, request)
        : { status: 400, body: 'Invalid key value' };
    }
    case 'DELETE':
      if (isMasterName(name)) return { status: 400, body: 'Cannot delete System Key.' };
      return { status: (await keys.remove(scope, name)) ? 204 : 404 };
    default:
      return { status: 405 };
  }
}

const isMasterName = (name: string) => name.toLowerCase() === MASTER;

function getKey(keys: Keys, scope: KeyScope, name: string, request: HostRequest): HostResponse {
  const master = scope.kind === 'system' ? [{ name: MASTER, value: keys.master() }] : [];
  const found = [...keys.list(scope), ...master].find((one) => one.name.toLowerCase() === name.toLowerCase());
  return found === undefined ? { status: 404 } : answerOf(200, { name, value: found.value }, request);
}

async function putKey(
  keys: Keys,
  scope: KeyScope,
  name: string,
  value: string | undefined,
  request: HostRequest,
): Promise<HostResponse> {
  if (scope.kind !== 'function' && isMasterName(name)) {
    const master = await keys.putMaster(value);
    // One that is made up is a new one, to the host.
    return answerOf(value === undefined ? 201 : 200, { name, value: master.value }, request);
  }
  const put = await keys.put(scope, name, value);
  return answerOf(put.isNew ? 201 : 200, { name, value: put.value }, request);
}

function answerOf(status: 200 | 201, model: object, { url }: HostRequest): HostResponse {
  const href = `${url.origin}${url.pathname}`;
  return {
    status,
    ...(status === 201 && { headers: { location: href } }),
    body: { ...model, links: [{ rel: 'self', href }] },
  };
}
