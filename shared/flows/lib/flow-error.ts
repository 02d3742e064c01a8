/** Why a flow could not do what it was asked; functions/respond.ts gives each its HTTP status. */
export type FlowErrorCode =
  | 'contended'
  | 'impossible'
  | 'notFound'
  | 'notYours'
  | 'gone'
  | 'invalid'
  | 'refused'
  | 'tooMany'
  | 'unavailable';

/** Thrown to the edge of a flow, where it becomes a problem document or a retry of the event. */
export class FlowError extends Error {
  constructor(
    readonly code: FlowErrorCode,
    message: string,
    /** What exactly was refused, field by field or line by line. */
    readonly details: readonly { readonly path: string; readonly message: string }[] = [],
  ) {
    super(message);
    this.name = 'FlowError';
  }
}
