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

/** The maker of routes under the version, for callers with a token for Graph. */
export function guardedRoute({
  verifyToken,
}: GraphOptions): (method: string, path: string, handle: Route['handle']) => Route {
  return (method, path, handle) => ({
    method,
    path: `/v1.0${path}`,
    async handle(request) {
      const token = /^Bearer +(\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
      const claims = token === undefined ? undefined : await verifyToken(token, AUDIENCE).catch(() => undefined);
      if (claims === undefined)
        return failure(401, 'InvalidAuthenticationToken', `Access token for ${AUDIENCE} is missing, wrong or expired.`);
      if (request.body.length > LARGEST_BODY_BYTES)
        return failure(413, 'RequestEntityTooLarge', 'The request is larger than 4 MB.');
      return answering(() => handle(request));
    },
  });
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
