import { z } from 'zod';
import type { LocalRequest, LocalResponse, Route } from '../kit/http';
import { NoAnswer } from '../kit/post';
import { NotSettled } from '../kit/settle';

/** One operation of the simulator's API. Its id is stable: demo, journeys and other tools call it by what the OpenAPI document says. */
export interface Operation {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly summary: string;
  readonly body: z.ZodType | null;
  readonly handle: Route['handle'];
}

export interface Asked<Body> {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Body;
}

/** Something that the simulated people cannot do now: told as a problem document. */
export class Refused extends Error {
  constructor(
    readonly status: 400 | 404 | 409 | 502,
    message: string,
  ) {
    super(message);
  }
}

/** Declares an operation with a body; what `handle` gives is the answer. */
export function post<Body>(
  id: string,
  path: string,
  summary: string,
  body: z.ZodType<Body>,
  handle: (asked: Asked<Body>) => unknown,
): Operation {
  return { id, method: 'POST', path, summary, body, handle: (request) => answer(request, body, handle) };
}

/** Declares an operation without one. */
export function get(
  id: string,
  path: string,
  summary: string,
  handle: (asked: Asked<undefined>) => unknown,
): Operation {
  return { id, method: 'GET', path, summary, body: null, handle: (request) => answer(request, z.undefined(), handle) };
}

export const EMPTY = z.object({}).optional();

async function answer<Body>(
  request: LocalRequest,
  schema: z.ZodType<Body>,
  handle: (asked: Asked<Body>) => unknown,
): Promise<LocalResponse> {
  try {
    const body = schema.parse(request.method === 'GET' ? undefined : request.json());
    const result = await handle({ params: request.params, query: request.url.searchParams, body });
    return result === undefined ? { status: 204 } : { status: 200, body: result };
  } catch (error) {
    if (error instanceof Refused) return problem(error.status, error.message);
    if (error instanceof z.ZodError) return problem(400, z.prettifyError(error));
    if (error instanceof SyntaxError) return problem(400, 'The body is not JSON.');
    if (error instanceof RangeError) return problem(409, error.message);
    // The host was killed, or has not come back yet.
    if (error instanceof NoAnswer) return problem(502, error.message);
    if (error instanceof NotSettled) return problem(504, error.message);
    throw error;
  }
}

const problem = (status: number, detail: string): LocalResponse => ({
  status,
  headers: { 'content-type': 'application/problem+json' },
  body: { title: 'The simulator did not do it', status, detail },
});

/** The OpenAPI document of the operations. */
export function openApiOf(operations: readonly Operation[], server: string): object {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const { id, method, path, summary, body } of operations) {
    const parameters = [...path.matchAll(/\{([^}*]+)\*?\}/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    }));
    paths[path] = {
      ...paths[path],
      [method.toLowerCase()]: {
        operationId: id,
        summary,
        parameters,
        ...(body === null
          ? {}
          : { requestBody: { content: { 'application/json': { schema: z.toJSONSchema(body) } } } }),
        responses: { 200: { description: 'Done; the answer.' }, 204: { description: 'Done.' } },
      },
    };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Switchboard: the simulator of local Azure', version: '1' },
    servers: [{ url: server }],
    paths,
  };
}
