// cspell:ignore apos
import { randomUUID } from 'node:crypto';
import type { LocalRequest, LocalResponse } from '../http';

/**
 * Errors of Azure Storage with their statuses: https://learn.microsoft.com/rest/api/storageservices/common-rest-api-error-codes,
 * blob-service-error-codes and queue-service-error-codes.
 */
const STATUSES = {
  AppendPositionConditionNotMet: 412,
  AuthenticationFailed: 403,
  AuthorizationPermissionMismatch: 403,
  AuthorizationProtocolMismatch: 403,
  AuthorizationResourceTypeMismatch: 403,
  AuthorizationServiceMismatch: 403,
  BlobAlreadyExists: 409,
  BlobArchived: 409,
  BlobBeingRehydrated: 409,
  BlobIsSealed: 409,
  BlobNotFound: 404,
  BlockCountExceedsLimit: 409,
  BothCrc64AndMd5HeaderPresent: 400,
  BothUserTagsAndSourceTagsCopyPresentException: 400,
  CannotVerifyCopySource: 404,
  ConditionNotMet: 412,
  ContainerAlreadyExists: 409,
  ContainerNotFound: 404,
  CorsPreflightFailure: 403,
  Crc64Mismatch: 400,
  DuplicateTagNames: 400,
  EmptyTagName: 400,
  InternalError: 500,
  InvalidAuthenticationInfo: 401,
  InvalidBlobOrBlock: 400,
  InvalidBlobType: 409,
  InvalidBlockList: 400,
  InvalidHeaderValue: 400,
  InvalidInput: 400,
  InvalidMd5: 400,
  InvalidMetadata: 400,
  InvalidPageRange: 416,
  InvalidQueryParameterValue: 400,
  InvalidRange: 416,
  InvalidResourceName: 400,
  InvalidTag: 400,
  InvalidXmlDocument: 400,
  LeaseAlreadyPresent: 409,
  LeaseIdMismatchWithBlobOperation: 412,
  LeaseIdMismatchWithContainerOperation: 412,
  LeaseIdMismatchWithLeaseOperation: 409,
  LeaseIdMissing: 412,
  LeaseIsBreakingAndCannotBeAcquired: 409,
  LeaseIsBreakingAndCannotBeChanged: 409,
  LeaseIsBrokenAndCannotBeRenewed: 409,
  LeaseLost: 412,
  LeaseNotPresentWithBlobOperation: 412,
  LeaseNotPresentWithContainerOperation: 412,
  LeaseNotPresentWithLeaseOperation: 409,
  MaxBlobSizeConditionNotMet: 412,
  Md5Mismatch: 400,
  MessageNotFound: 404,
  MissingRequiredHeader: 400,
  MissingRequiredQueryParameter: 400,
  NoAuthenticationInformation: 401,
  NoPendingCopyOperation: 409,
  NotEmulated: 501,
  OutOfRangeInput: 400,
  OutOfRangeQueryParameterValue: 400,
  PopReceiptMismatch: 400,
  PreviousSnapshotNotFound: 409,
  QueueAlreadyExists: 409,
  QueueNotFound: 404,
  RequestBodyTooLarge: 413,
  SequenceNumberConditionNotMet: 412,
  ServerBusy: 503,
  SnapshotsPresent: 409,
  SourceConditionNotMet: 412,
  TagsTooLarge: 400,
  UnsatisfiableCondition: 400,
} as const satisfies Record<string, number>;

export type ErrorCode = keyof typeof STATUSES;

/** What an answer tells of an error beside its code and its message, by element. */
export type ErrorDetails = Readonly<Record<string, string>>;

/** A status that is not the usual one of the code, or headers beside. */
export interface Unusual {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Thrown by an operation and answered to the client as Azure words it. */
export class Refusal extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: ErrorDetails = {},
    readonly unusual: Unusual = {},
  ) {
    super(message);
  }
}

export const invalidHeader = (name: string, value?: string): Refusal =>
  new Refusal('InvalidHeaderValue', 'The value for one of the HTTP headers is not in the correct format.', {
    HeaderName: name,
    ...(value !== undefined && { HeaderValue: value }),
  });

export const missingHeader = (name: string): Refusal =>
  new Refusal('MissingRequiredHeader', "An HTTP header that's mandatory for this request is not specified.", {
    HeaderName: name,
  });

/** An answer to HEAD has neither body nor type. */
function errorAnswer({ code, message, details, unusual }: Refusal, method: string, ids: string): LocalResponse {
  const status = unusual.status ?? STATUSES[code];
  const headers = { ...unusual.headers, 'x-ms-error-code': code };
  if (method === 'HEAD') return { status, headers };
  const told = Object.entries(details).map(([name, value]) => element(name, value));
  const content = element('Code', code) + element('Message', `${message}${ids}`) + told.join('');
  return {
    status,
    headers: { ...headers, 'content-type': 'application/xml' },
    body: xmlDocument('Error', content),
  };
}

/** A fault in the words of Azure Storage, which throttles by 503. */
export function wordFault(status: number): Pick<LocalResponse, 'headers' | 'body'> {
  const code = status === STATUSES.ServerBusy || status === 429 ? 'ServerBusy' : 'InternalError';
  return errorAnswer(new Refusal(code, 'A fault of local Azure, on purpose.'), 'GET', '');
}

/** What was answered to a request, or the answer that tells of its refusal, with the headers that every answer has. */
export async function answered(
  request: LocalRequest,
  now: number,
  run: () => LocalResponse | Promise<LocalResponse>,
): Promise<LocalResponse> {
  const id = randomUUID();
  try {
    return withCommonHeaders(await run(), request, now, id);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const ids = `\nRequestId:${id}\nTime:${new Date(now).toISOString()}`;
    return withCommonHeaders(errorAnswer(error, request.method, ids), request, now, id);
  }
}

function withCommonHeaders(response: LocalResponse, request: LocalRequest, now: number, id: string): LocalResponse {
  const client = request.headers['x-ms-client-request-id'];
  const length = response.headers?.['content-length'] ?? lengthOf(response.body);
  return {
    ...response,
    headers: {
      date: new Date(now).toUTCString(),
      'x-ms-request-id': id,
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
      character(hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16)),
    )
    .replaceAll('&amp;', '&');

const LAST_CODE_POINT = 0x10ffff;

function character(codePoint: number): string {
  if (codePoint <= LAST_CODE_POINT) return String.fromCodePoint(codePoint);
  throw new Refusal('InvalidXmlDocument', 'XML specified is not syntactically valid.');
}
