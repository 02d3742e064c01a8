import type { LocalResponse } from '../kit/http';
import { Refused } from './client';
import type { Operation } from './operation';

const CONTINUATION = 'x-ms-continuation-token';

/** The answer to a list: a page of at most `top`, by id, behind the continuation token; the last page's token is empty. */
export function pageOf<T extends { readonly id: string }>(
  { request, query }: Operation,
  items: readonly T[],
  view: (item: T) => object,
): LocalResponse {
  const after = request.headers[CONTINUATION] ?? '';
  const rest = items.filter(({ id }) => id > after).sort((a, b) => (a.id < b.id ? -1 : 1));
  const top = Number(query.get('top') ?? 0);
  const page = top > 0 ? rest.slice(0, top) : rest;
  const hasMore = page.length < rest.length;
  return { status: 200, headers: { [CONTINUATION]: hasMore ? (page.at(-1)?.id ?? '') : '' }, body: page.map(view) };
}

/** An instant of the query; undefined when it is absent. */
export function instantOf(text: string | null): number | undefined {
  if (text === null || text === '') return undefined;
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) throw new Refused('badArgument', `${text} is not an instant.`);
  return instant;
}
