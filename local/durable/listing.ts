import type { LocalResponse } from '../kit/http';
import type { Operation } from './operation';

const CONTINUATION = 'x-ms-continuation-token';

/** The answer to a list: a page of at most `top`, by id, behind the continuation token; the last page has none. */
export function pageOf<T extends { readonly id: string }>(
  { request, query }: Operation,
  items: readonly T[],
  view: (item: T) => object,
): LocalResponse {
  const after = request.headers[CONTINUATION] ?? '';
  const rest = items.filter(({ id }) => id > after).sort((a, b) => (a.id < b.id ? -1 : 1));
  const top = Number(query.get('top') ?? 0);
  const page = top > 0 ? rest.slice(0, top) : rest;
  const last = page.length < rest.length ? page.at(-1) : undefined;
  return { status: 200, ...(last && { headers: { [CONTINUATION]: last.id } }), body: page.map(view) };
}

/** An instant of the query; undefined when it is absent or none at all, which the extension passes over. */
export function instantOf(text: string | null): number | undefined {
  if (text === null || text === '') return undefined;
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? undefined : instant;
}
