import type { HttpResponseInit } from '@azure/functions';
import { PROBLEM_TYPE, type Problem } from '../shared/contracts/http/problem';
import { FlowError, type FlowErrorCode } from '../shared/flows/lib/flow-error';
import type { TokenRefusal } from '../shared/security/verify';

/** Everything that can be wrong with a request, and what flows refuse. */
export type ProblemCode = FlowErrorCode | 'unauthenticated' | 'forbidden' | 'failed';

const PROBLEMS: Readonly<Record<ProblemCode, { readonly status: number; readonly title: string }>> = {
  invalid: { status: 400, title: 'The request is not well-formed.' },
  unauthenticated: { status: 401, title: 'The token is missing or not good.' },
  forbidden: { status: 403, title: 'The caller may not do this.' },
  notYours: { status: 403, title: 'It is not in the hands of the caller.' },
  notFound: { status: 404, title: 'There is no such thing.' },
  refused: { status: 409, title: 'It cannot be done in the present state.' },
  gone: { status: 410, title: 'It is over.' },
  tooMany: { status: 429, title: 'Too many of these; try again later.' },
  failed: { status: 500, title: 'Something went wrong on our side.' },
  impossible: { status: 500, title: 'Something went wrong on our side.' },
  contended: { status: 503, title: 'Too many at once; try again.' },
  unavailable: { status: 503, title: 'Not available now; try again.' },
};

const RETRY_AFTER_SECONDS = '2';
/** A limit that counts by minutes is not over in two seconds. */
const RETRY_LATER_SECONDS = '60';

/** A success: 200 with a body, 204 without. */
export const done = (answer: unknown): HttpResponseInit =>
  answer === undefined ? { status: 204 } : { status: 200, jsonBody: answer };

/** A failure as a problem document (RFC 9457). */
export function problem(code: ProblemCode, detail?: string, errors: Problem['errors'] = []): HttpResponseInit {
  const { status, title } = PROBLEMS[code];
  const jsonBody: Problem = {
    type: `urn:switchboard:problem:${code}`,
    title,
    status,
    code,
    ...(detail === undefined ? {} : { detail }),
    ...(errors.length === 0 ? {} : { errors: [...errors] }),
  };
  const headers = { 'content-type': PROBLEM_TYPE, ...extraHeaders(status) };
  return { status, headers, jsonBody };
}

function extraHeaders(status: number): Record<string, string> {
  if (status === 401) return { 'www-authenticate': 'Bearer' };
  if (status === 429) return { 'retry-after': RETRY_LATER_SECONDS };
  return status === 503 ? { 'retry-after': RETRY_AFTER_SECONDS } : {};
}

/** Says nothing about why a token was refused; keys that cannot be fetched are our trouble, not the caller's. */
export const refusedToken = (refusal: TokenRefusal): HttpResponseInit =>
  refusal === 'keysUnavailable' ? problem('unavailable') : problem('unauthenticated');

/** What was thrown, as an answer. Only what a flow meant to be read gets out: no message of a library, no stack. */
export function failure(error: unknown): HttpResponseInit {
  if (!(error instanceof FlowError)) return problem('failed');
  return problem(error.code, error.code === 'impossible' ? undefined : error.message, [...error.details]);
}
