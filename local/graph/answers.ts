import { randomUUID } from 'node:crypto';
import type { LocalRequest, LocalResponse, Route } from '../kit/http';
import type { GraphOptions } from './options';

/** Graph's shape of an error, see https://learn.microsoft.com/graph/errors. */
export function failure(status: number, code: string, message: string): LocalResponse {
  const requestId = randomUUID();
  return {
    status,
    headers: { 'request-id': requestId },
    body: { error: { code, message, innerError: { 'request-id': requestId } } },
  };
}

export const notFound = (message = 'The specified object was not found in the store.'): LocalResponse =>
  failure(404, 'ErrorItemNotFound', message);
export const badRequest = (message: string, code = 'RequestBroker--ParseUri'): LocalResponse =>
  failure(400, code, message);
export const notEmulated = (what: string): LocalResponse =>
  failure(501, 'NotEmulated', `The local Graph does not emulate ${what}.`);

/** Thrown where an answer is known deep inside reading a request. */
export class Refused extends Error {
  constructor(readonly answer: LocalResponse) {
    super('refused');
  }
}

const AUDIENCE = 'https://graph.microsoft.com';
const LARGEST_BODY_BYTES = 4 * 1024 * 1024;

/** What OData's options of a query an operation understands; whatever else is asked for answers 501. */
type Understood = readonly `$${string}`[];

/** The maker of routes under the version, for callers with a token for Graph. */
export function guardedRoute(
  options: GraphOptions,
): (method: string, path: string, handle: Route['handle'], understood?: Understood) => Route {
  return (method, path, handle, understood = []) => ({
    method,
    path: `/v1.0${path}`,
    async handle(request) {
      const refused = (await refusalOf(options, request)) ?? foreignOption(`${method} ${path}`, request, understood);
      return identified(options, request, refused ?? (await answering(() => handle(request))));
    },
  });
}

async function refusalOf({ verifyToken }: GraphOptions, request: LocalRequest): Promise<LocalResponse | undefined> {
  const token = /^Bearer +(\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  const claims = token === undefined ? undefined : await verifyToken(token, AUDIENCE).catch(() => undefined);
  if (claims === undefined) {
    const message = `Access token for ${AUDIENCE} is missing, wrong or expired.`;
    const { headers, ...answer } = failure(401, 'InvalidAuthenticationToken', message);
    return { ...answer, headers: { ...headers, 'www-authenticate': 'Bearer realm="", error="invalid_token"' } };
  }
  return request.body.length > LARGEST_BODY_BYTES
    ? failure(413, 'RequestEntityTooLarge', 'The request is larger than 4 MB.')
    : undefined;
}

function foreignOption(named: string, { url }: LocalRequest, understood: Understood): LocalResponse | undefined {
  const foreign = [...url.searchParams.keys()].find(
    (name) => name.startsWith('$') && !(understood as readonly string[]).includes(name),
  );
  return foreign === undefined ? undefined : notEmulated(`${foreign} of ${named}`);
}

/** The ids of the request, and the instant, which an error tells too: https://learn.microsoft.com/graph/errors. */
function identified({ clock }: GraphOptions, request: LocalRequest, answer: LocalResponse): LocalResponse {
  const id = answer.headers?.['request-id'] ?? randomUUID();
  const ids = { 'request-id': id, 'client-request-id': request.headers['client-request-id'] ?? id };
  const now = new Date(clock.now());
  const { error } = (answer.body ?? {}) as { readonly error?: object };
  const innerError = { date: now.toISOString().slice(0, 19), ...ids };
  return {
    ...answer,
    headers: { ...answer.headers, ...ids, date: now.toUTCString() },
    ...(error === undefined ? {} : { body: { error: { ...error, innerError } } }),
  };
}

async function answering(handle: () => LocalResponse | Promise<LocalResponse>): Promise<LocalResponse> {
  try {
    return await handle();
  } catch (error) {
    if (error instanceof Refused) return error.answer;
    throw error;
  }
}

/** The body as an object; refused when it is none. */
export function objectIn(request: LocalRequest): Readonly<Record<string, unknown>> {
  let body: unknown;
  try {
    body = request.json() ?? {};
  } catch {
    throw new Refused(badRequest('Unable to read JSON request payload.', 'BadRequest'));
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new Refused(badRequest('The request body must be a JSON object.', 'BadRequest'));
  return body as Readonly<Record<string, unknown>>;
}

/** Graph gives instants of mail in whole seconds. */
export const wireTime = (instant: number): string => new Date(instant).toISOString().replace(/\.\d+/, '');
