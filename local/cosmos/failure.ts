export interface FailureDetails {
  readonly substatus?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** The query plan that the client is to follow instead (sub-status 1004). */
  readonly additionalErrorInfo?: string;
}

/** A refusal of the service. Thrown, because a throw is what rolls back a write of the store. */
export class Failure extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: FailureDetails = {},
  ) {
    super(message);
    this.name = 'Failure';
  }
}

export const badRequest = (message: string, substatus?: number): Failure =>
  new Failure(400, 'BadRequest', message, substatus === undefined ? {} : { substatus });

export const unauthorised = (message: string): Failure => new Failure(401, 'Unauthorized', message);

export const forbidden = (message: string): Failure => new Failure(403, 'Forbidden', message);

export const notFound = (what = 'Resource Not Found.'): Failure => new Failure(404, 'NotFound', what);

/** 1003: the container (or its database) is what is missing, not the item. */
export const ownerNotFound = (): Failure =>
  new Failure(404, 'NotFound', 'Owner resource does not exist', { substatus: 1003 });

/** 1002: this replica has not caught up with the session token. */
export const sessionNotAvailable = (): Failure =>
  new Failure(404, 'NotFound', 'The read session is not available for the input session token.', { substatus: 1002 });

export const conflict = (): Failure =>
  new Failure(409, 'Conflict', 'Entity with the specified id already exists in the system.');

export const uniqueKeyTaken = (): Failure => new Failure(409, 'Conflict', 'Unique index constraint violation.');

export const rangeGone = (id: string): Failure =>
  new Failure(410, 'Gone', `The partition key range '${id}' is gone.`, { substatus: 1002 });

export const preconditionFailed = (): Failure =>
  new Failure(412, 'PreconditionFailed', 'One of the specified pre-condition is not met.');

export const tooLarge = (): Failure => new Failure(413, 'RequestEntityTooLarge', 'Request size is too large');

export const throttled = (retryAfterMs: number): Failure =>
  new Failure(429, '429', 'Request rate is large. More Request Units may be needed, so no changes were made.', {
    substatus: 3200,
    headers: { 'x-ms-retry-after-ms': String(retryAfterMs) },
  });

/** Something that Azure does and this emulator does not. */
export const notEmulated = (what: string): Failure =>
  new Failure(501, 'NotEmulated', `The local Cosmos DB does not emulate ${what}.`);
