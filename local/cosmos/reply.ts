import { randomUUID } from 'node:crypto';
import type { LocalResponse } from '../kit/http';
import { Failure } from './failure';

/** What an operation answers, before the headers that every answer has. */
export interface Reply {
  readonly status: number;
  readonly charge: number;
  /** Text is sent as it is; anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const SERVICE_VERSION = '2020-07-15';

const commonHeaders = (activityId: string): Readonly<Record<string, string>> => ({
  'content-type': 'application/json',
  'x-ms-activity-id': activityId,
  'x-ms-version': SERVICE_VERSION,
  'x-ms-gatewayversion': '2.0.0',
  'x-ms-last-state-change-utc': new Date(0).toUTCString(),
});

export function toResponse({ status, charge, body, headers }: Reply): LocalResponse {
  const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
  return {
    status,
    headers: { ...commonHeaders(randomUUID()), 'x-ms-request-charge': String(charge), ...headers },
    // 204 and 304 have no body, not even an empty one.
    ...(status === 204 || status === 304 ? {} : { body: text }),
  };
}

/** A refusal in the service's form; what is no refusal is thrown on. */
export function failureResponse(error: unknown, headers: Readonly<Record<string, string>> = {}): LocalResponse {
  const failure =
    error instanceof SyntaxError
      ? new Failure(400, 'BadRequest', `The input content is invalid: ${error.message}`)
      : error;
  if (!(failure instanceof Failure)) throw error;
  const activityId = randomUUID();
  const { substatus = 0, headers: own = {}, additionalErrorInfo } = failure.details;
  const body = {
    code: failure.code,
    message: `${describe(failure)}\r\nActivityId: ${activityId}, Microsoft.Azure.Documents.Common/2.14.0`,
    ...(additionalErrorInfo === undefined ? {} : { additionalErrorInfo }),
  };
  return {
    status: failure.status,
    headers: {
      ...commonHeaders(activityId),
      'x-ms-request-charge': '1',
      'x-ms-substatus': String(substatus),
      ...headers,
      ...own,
    },
    body: JSON.stringify(body),
  };
}

/** Errors of a query are JSON already; the service puts the others into a list. */
const describe = ({ message }: Failure): string =>
  message.startsWith('{') ? `Message: ${message}` : `Message: ${JSON.stringify({ Errors: [message] })}`;
