// cspell:ignore AADSTS MSAL
import { randomUUID } from 'node:crypto';
import type { LocalRequest, LocalResponse } from '../kit/http';

/** What the token endpoint refuses, with the number that Entra gives it. */
export const REFUSALS = {
  invalidRequest: [400, 'invalid_request', 900144],
  tenantNotFound: [400, 'invalid_request', 90002],
  clientNotFound: [400, 'unauthorized_client', 700016],
  wrongSecret: [401, 'invalid_client', 7000215],
  missingSecret: [401, 'invalid_client', 7000218],
  notDefaultScope: [400, 'invalid_scope', 1002012],
  invalidScope: [400, 'invalid_scope', 70011],
  resourceNotFound: [400, 'invalid_resource', 500011],
  personNotFound: [400, 'invalid_grant', 50034],
  wrongTenant: [400, 'invalid_grant', 50020],
  wrongRedirect: [400, 'invalid_request', 50011],
  codeUsed: [400, 'invalid_grant', 54005],
  codeUnknown: [400, 'invalid_grant', 9002313],
  wrongVerifier: [400, 'invalid_grant', 501481],
  refreshUnknown: [400, 'invalid_grant', 70000],
  notSinglePage: [400, 'invalid_request', 9002327],
  assertionUnreadable: [401, 'invalid_client', 50027],
  assertionNotSigned: [401, 'invalid_client', 700027],
  assertionOfAnother: [401, 'invalid_client', 700021],
  assertionForAnother: [401, 'invalid_client', 700023],
  issuerNotFederated: [401, 'invalid_client', 700211],
  audienceNotFederated: [401, 'invalid_client', 700212],
  subjectNotFederated: [401, 'invalid_client', 700213],
  credentialNotProven: [401, 'invalid_client', 50013],
  assertionLate: [401, 'invalid_client', 700024],
  userNotProven: [400, 'invalid_grant', 50013],
  notOfPerson: [400, 'invalid_grant', 7000114],
} as const satisfies Record<string, readonly [number, string, number]>;

export type Refusal = keyof typeof REFUSALS;

/** An error answer in the shape that MSAL reads. */
export function refuse(refusal: Refusal, message: string, now: number): LocalResponse {
  const [status, error, code] = REFUSALS[refusal];
  const traceId = randomUUID();
  const timestamp = new Date(now).toISOString().replace('T', ' ').slice(0, 19) + 'Z';
  return {
    status,
    body: {
      error,
      error_description: `AADSTS${code}: ${message} Trace ID: ${traceId} Timestamp: ${timestamp}`,
      error_codes: [code],
      timestamp,
      trace_id: traceId,
      correlation_id: randomUUID(),
    },
  };
}

/** A fault in the words of Entra. */
export const wordFault = () => ({
  body: {
    error: 'temporarily_unavailable',
    error_description: 'AADSTS90033: A fault of local Azure, on purpose.',
    error_codes: [90033],
  },
});

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Tells the id by which the client knows its request, as MSAL asks for it. */
export function correlated({ headers }: Pick<LocalRequest, 'headers'>, answer: LocalResponse): LocalResponse {
  const id = headers['client-request-id'];
  if (id === undefined || !GUID.test(id)) return answer;
  const { body } = answer;
  const isError = typeof body === 'object' && body !== null && 'correlation_id' in body;
  const isWanted = headers['return-client-request-id'] === 'true';
  return {
    ...answer,
    headers: { ...answer.headers, ...(isWanted && { 'client-request-id': id }) },
    body: isError ? { ...body, correlation_id: id } : body,
  };
}

export const notEmulated = (what: string): LocalResponse => ({
  status: 501,
  body: { error: 'not_emulated', error_description: `The local Entra does not emulate ${what}.` },
});
