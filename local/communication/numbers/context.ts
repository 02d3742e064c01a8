import { randomUUID } from 'node:crypto';
import type { Clock } from '../../kit/clock';
import type { LocalRequest, LocalResponse } from '../../kit/http';
import type { Authorise } from '../auth';
import type { OperationType, Shelf } from './shelf';

export interface NumbersContext {
  readonly shelf: Shelf;
  readonly clock: Clock;
  readonly asResource: Authorise;
  /** Where clients reach the service, without a slash at the end. */
  readonly endpoint: () => string;
}

const MOST_IN_PAGE = 100;

/** How many to pass over and how many to give, by the names that an operation has for them. */
export function pageOf<T>(items: readonly T[], { url }: LocalRequest, size: 'top' | 'maxPageSize') {
  const query = url.searchParams;
  const skip = wholeIn(query, 'skip') ?? 0;
  const most = Math.min(wholeIn(query, size) ?? MOST_IN_PAGE, MOST_IN_PAGE);
  const next = skip + most;
  const link = new URLSearchParams(query);
  link.set('skip', String(next));
  link.set(size, String(most));
  return {
    items: items.slice(skip, next),
    // From the root on: the vendor's client puts the endpoint before it.
    ...(next < items.length && { nextLink: `${url.pathname}?${link.toString()}` }),
  };
}

function wholeIn(query: URLSearchParams, name: string): number | undefined {
  const value = Number.parseInt(query.get(name) ?? '', 10);
  return value > 0 ? value : undefined;
}

interface Begun {
  readonly type: OperationType;
  /** Header that names what was begun beside the operation itself. */
  readonly header: string;
  readonly id?: string;
  readonly result?: string;
}

/** Answers that something has begun; it is done when it is answered, for a client that polls sees no clock go on. */
export async function begun(
  { shelf, clock, endpoint }: NumbersContext,
  { url }: LocalRequest,
  { type, header, id = randomUUID(), result }: Begun,
  done: Promise<unknown>,
): Promise<LocalResponse> {
  const operation = { id: `${type}_${randomUUID()}`, type, at: clock.now(), result: result ?? null };
  await Promise.all([done, shelf.keepOperation(operation)]);
  return {
    status: 202,
    headers: {
      'operation-location': `${endpoint()}/phoneNumbers/operations/${operation.id}${url.search}`,
      ...(result === undefined ? {} : { location: `${endpoint()}${result}${url.search}` }),
      'operation-id': operation.id,
      [header]: id,
      'retry-after': '1',
    },
    body: result === undefined ? '' : {},
  };
}
