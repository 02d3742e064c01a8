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

/** Whether the same may be done a moment later: then it is for whoever brought it to bring it again, and not for a person to read. */
export const mayPass = ({ code }: FlowError): boolean => code === 'contended' || code === 'unavailable';
