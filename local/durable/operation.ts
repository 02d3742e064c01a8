import type { LocalRequest, LocalResponse } from '../kit/http';

export type ManagementRequest = Omit<LocalRequest, 'params'>;

/** What an operation of the management API is given: the parts of its path behind the resource, and the query. */
export interface Operation {
  readonly request: ManagementRequest;
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
}

export const answer = (status: number): LocalResponse => ({ status });

/** What the extension says in its own words, and in those of what was thrown. */
export const message = (status: number, Message: string, ExceptionMessage?: string): LocalResponse => ({
  status,
  body: { Message, ...(ExceptionMessage !== undefined && { ExceptionMessage }) },
});

/** The body as JSON text; null for an empty one or `null`. Throws SyntaxError. */
export function inputOf(request: ManagementRequest): string | null {
  const value = request.json();
  return value === undefined || value === null ? null : JSON.stringify(value);
}

export function isJson(request: ManagementRequest): boolean {
  return (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() === 'application/json';
}
