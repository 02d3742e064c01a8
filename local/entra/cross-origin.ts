import type { LocalRequest, LocalResponse } from '../kit/http';

/** Lets the page that asked read the answer: single-page applications redeem their codes themselves. */
export function readableBy({ headers }: LocalRequest, response: LocalResponse): LocalResponse {
  const { origin } = headers;
  if (origin === undefined) return response;
  return { ...response, headers: { ...response.headers, 'access-control-allow-origin': origin, vary: 'Origin' } };
}
