import { dispatch, type LocalRequest, type LocalResponse, type Route } from '../kit/http';
import { badRequest, failure, guardedRoute, objectIn, Refused } from './answers';
import type { GraphOptions } from './options';

/** https://learn.microsoft.com/graph/json-batching */
const MOST_PARTS = 20;

interface Part {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly dependsOn: readonly string[];
}

/** Many requests in one: each is one of `routes`, by the token of the whole, and fails with those that it depends on. */
export function batchRoute(options: GraphOptions, routes: readonly Route[]): Route {
  return guardedRoute(options)('POST', '/$batch', async (request) => {
    const parts = partsIn(request);
    const done = new Map<string, Promise<LocalResponse>>();
    const answerOf = (part: Part): Promise<LocalResponse> => {
      const known = done.get(part.id) ?? answer(part);
      done.set(part.id, known);
      return known;
    };
    const answer = async (part: Part): Promise<LocalResponse> => {
      const before = parts.filter(({ id }) => part.dependsOn.includes(id));
      const failed = (await Promise.all(before.map(answerOf))).find(({ status }) => status >= 400);
      if (failed !== undefined) return failure(424, 'FailedDependency', 'A request that this one depends on failed.');
      return dispatch({ name: 'Graph', routes }, requestOf(part, request));
    };
    const responses: object[] = [];
    for (const part of parts) responses.push(wireOf(part.id, await answerOf(part)));
    return { status: 200, body: { responses } };
  });
}

function partsIn(request: LocalRequest): readonly Part[] {
  const { requests } = objectIn(request);
  if (!Array.isArray(requests) || requests.length === 0 || requests.length > MOST_PARTS)
    throw invalid(`A batch has 1 to ${MOST_PARTS} requests.`);
  const parts = requests.map(partOf);
  const ids = new Set<string>();
  for (const { id, dependsOn } of parts) {
    if (ids.has(id)) throw invalid(`The id '${id}' is used twice.`);
    // What a request waits for stands before it, so that none waits for itself.
    const missing = dependsOn.find((one) => !ids.has(one));
    if (missing !== undefined) throw invalid(`The request '${id}' depends on '${missing}', which does not precede it.`);
    ids.add(id);
  }
  return parts;
}

function partOf(given: unknown): Part {
  const { id, method, url, headers, body, dependsOn } = (given ?? {}) as Partial<Record<keyof Part, unknown>>;
  if (typeof id !== 'string' || id === '' || typeof method !== 'string' || typeof url !== 'string')
    throw invalid('A request has an id, a method and a URL.');
  if (!/^\/?[\w$]/.test(url) || url.includes('://')) throw invalid(`The URL '${url}' is not relative.`);
  return {
    ...{ id, method: method.toUpperCase(), url, body },
    headers: lowered((headers ?? {}) as Readonly<Record<string, unknown>>),
    dependsOn: Array.isArray(dependsOn) ? dependsOn.map(String) : [],
  };
}

const lowered = (headers: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));

const invalid = (message: string) => new Refused(badRequest(message, 'BadRequest'));

function requestOf({ method, url, headers, body }: Part, whole: LocalRequest): Omit<LocalRequest, 'params'> {
  const target = `/v1.0/${url.replace(/^\//, '')}`;
  const sent = bytesOf(body, headers['content-type']);
  return {
    ...{ method, target, url: new URL(target, whole.url.origin), body: sent },
    headers: { authorization: whole.headers['authorization'] ?? '', ...headers },
    json: () => (sent.length === 0 ? undefined : (JSON.parse(sent.toString('utf8')) as unknown)),
  };
}

/** JSON stands in a batch as it is, everything else in base64. */
function bytesOf(body: unknown, contentType: string | undefined): Buffer {
  if (body === undefined || body === null) return Buffer.alloc(0);
  const isText = typeof body === 'string' && contentType !== undefined && !contentType.includes('json');
  return isText ? Buffer.from(body, 'base64') : Buffer.from(JSON.stringify(body));
}

function wireOf(id: string, { status, headers, body }: LocalResponse): object {
  if (body === undefined) return { id, status, headers: headers ?? {} };
  const isBinary = typeof body === 'string' || Buffer.isBuffer(body);
  return {
    ...{ id, status },
    headers: { ...(isBinary ? {} : { 'Content-Type': 'application/json' }), ...headers },
    body: isBinary ? Buffer.from(body).toString('base64') : body,
  };
}
