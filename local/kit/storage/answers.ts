// cspell:ignore apos
import { randomUUID } from 'node:crypto';
import type { LocalRequest, LocalResponse } from '../http';

/**
 * Errors of Azure Storage with their statuses: https://learn.microsoft.com/rest/api/storageservices/common-rest-api-error-codes,
 * blob-service-error-codes and queue-service-error-codes.
 */
const STATUSES = {
  AuthenticationFailed: 403,
  AuthorizationPermissionMismatch: 403,
  AuthorizationResourceTypeMismatch: 403,
  AuthorizationServiceMismatch: 403,
  BlobAlreadyExists: 409,
  BlobNotFound: 404,
  ConditionNotMet: 412,
  ContainerAlreadyExists: 409,
  ContainerNotFound: 404,
  InvalidAuthenticationInfo: 401,
  InvalidBlockList: 400,
  InvalidQueryParameterValue: 400,
  InvalidRange: 416,
  InvalidResourceName: 400,
  InvalidXmlDocument: 400,
  Md5Mismatch: 400,
  MessageNotFound: 404,
  MissingRequiredQueryParameter: 400,
  NoAuthenticationInformation: 401,
  NotEmulated: 501,
  OutOfRangeInput: 400,
  OutOfRangeQueryParameterValue: 400,
  PopReceiptMismatch: 400,
  QueueAlreadyExists: 409,
  QueueNotFound: 404,
  RequestBodyTooLarge: 413,
} as const satisfies Record<string, number>;

export type ErrorCode = keyof typeof STATUSES;

/** Thrown by an operation and answered to the client as Azure words it. */
export class Refusal extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
  ) {
    super(message);
  }
}

export const errorAnswer = ({ code, message }: Refusal, method: string): LocalResponse => ({
  status: STATUSES[code],
  headers: { 'x-ms-error-code': code, 'content-type': 'application/xml' },
  ...(method === 'HEAD' ? {} : { body: xmlDocument('Error', element('Code', code) + element('Message', message)) }),
});

/** Headers that every answer has. */
export function withCommonHeaders(response: LocalResponse, request: LocalRequest, now: number): LocalResponse {
  const client = request.headers['x-ms-client-request-id'];
  const length = response.headers?.['content-length'] ?? lengthOf(response.body);
  return {
    ...response,
    headers: {
      date: new Date(now).toUTCString(),
      'x-ms-request-id': randomUUID(),
      'x-ms-version': request.headers['x-ms-version'] ?? '2025-07-05',
      ...(client === undefined ? {} : { 'x-ms-client-request-id': client }),
      ...(length === undefined ? {} : { 'content-length': length }),
      ...response.headers,
    },
  };
}

function lengthOf(body: unknown): string | undefined {
  return typeof body === 'string' || Buffer.isBuffer(body) ? String(Buffer.byteLength(body)) : undefined;
}

export const xmlAnswer = (root: string, content: string, attributes = ''): LocalResponse => ({
  status: 200,
  headers: { 'content-type': 'application/xml' },
  body: xmlDocument(root, content, attributes),
});

const xmlDocument = (root: string, content: string, attributes = '') =>
  `<?xml version="1.0" encoding="utf-8"?><${root}${attributes}>${content}</${root}>`;

export const element = (name: string, text: string | number): string => `<${name}>${escapeXml(String(text))}</${name}>`;

export function escapeXml(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);
}

export const unescapeXml = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replace(/&#(?:x([0-9a-f]+)|(\d+));/giu, (_, hexadecimal: string | undefined, decimal: string) =>
      String.fromCodePoint(hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16)),
    )
    .replaceAll('&amp;', '&');
