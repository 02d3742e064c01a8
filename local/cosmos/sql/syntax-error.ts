import { Failure } from '../failure';

/** A query that cannot be read or resolved, in the service's own form: errors with a code and a place in the text. */
export function queryError(
  code: string,
  message: string,
  place?: { readonly start: number; readonly end: number },
): Failure {
  const error = { severity: 'Error', ...(place === undefined ? {} : { location: place }), code, message };
  return new Failure(400, 'BadRequest', JSON.stringify({ errors: [error] }));
}

export const syntaxError = (near: string, start: number): Failure =>
  queryError('SC1001', `Syntax error, incorrect syntax near '${near}'.`, { start, end: start + near.length });
