import type { LocalRequest } from '../../kit/http';

export interface Page<T> {
  readonly value: readonly T[];
  readonly nextLink?: string;
}

const LARGEST_PAGE = 200;

/** Cuts a page out of `all`. `skip` in the query counts what earlier pages, or the client, passed over. */
export function pageOf<T>(request: LocalRequest, endpoint: string, all: readonly T[]): Page<T> {
  const skip = numberIn(request, 'skip') ?? 0;
  const size = Math.min(numberIn(request, 'maxPageSize') ?? LARGEST_PAGE, LARGEST_PAGE);
  const value = all.slice(skip, skip + size);
  if (skip + size >= all.length) return { value };
  return { value, nextLink: linkTo(request, endpoint, 'skip', skip + size) };
}

/**
 * A page of what is listed newest first. It goes on below a sequence number instead of after a count, so that what is
 * written meanwhile moves nothing.
 */
export function pageBelow<T extends { readonly sequence: number }>(
  request: LocalRequest,
  endpoint: string,
  newestFirst: readonly T[],
): Page<T> {
  const below = numberIn(request, 'below') ?? Number.POSITIVE_INFINITY;
  const size = Math.min(numberIn(request, 'maxPageSize') ?? LARGEST_PAGE, LARGEST_PAGE);
  const rest = newestFirst.filter(({ sequence }) => sequence < below);
  const value = rest.slice(0, size);
  const last = value.at(-1);
  if (rest.length <= size || !last) return { value };
  return { value, nextLink: linkTo(request, endpoint, 'below', last.sequence) };
}

function linkTo(request: LocalRequest, endpoint: string, name: string, value: number): string {
  const link = new URL(`${endpoint}${request.url.pathname}${request.url.search}`);
  link.searchParams.set(name, String(value));
  return link.href;
}

function numberIn({ url }: LocalRequest, name: string): number | undefined {
  const value = Number.parseInt(url.searchParams.get(name) ?? '', 10);
  return value > 0 ? value : undefined;
}
