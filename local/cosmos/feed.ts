import type { LocalRequest } from '../kit/http';
import { badRequest } from './failure';
import type { Json } from './json';
import type { Account } from './operation';
import { pageSizeOf } from './page-size';
import { readQueryBody } from './query-documents';
import type { Reply } from './reply';
import { SMALLEST_CHARGE } from './request-units';
import { compileQuery } from './sql/execute';
import { parseQuery } from './sql/parse';

/** A list of resources, whole. */
export const wholeFeed = (name: string, rid: string, items: readonly Json[]): Reply => ({
  status: 200,
  charge: SMALLEST_CHARGE,
  body: { _rid: rid, [name]: items, _count: items.length },
  headers: { 'x-ms-item-count': String(items.length) },
});

/** The page of a list that a request asks for. */
export function feed(request: LocalRequest, name: string, rid: string, items: readonly Json[]): Reply {
  const continuation = request.headers['x-ms-continuation'] ?? '0';
  if (!/^\d+$/.test(continuation)) throw badRequest('Invalid Continuation Token');
  const end = Number(continuation) + pageSizeOf(request);
  const page = wholeFeed(name, rid, items.slice(Number(continuation), end));
  return end < items.length ? { ...page, headers: { ...page.headers, 'x-ms-continuation': String(end) } } : page;
}

/** The request's query over a list of resources. */
export function select(account: Account, request: LocalRequest, items: readonly Json[]): readonly Json[] {
  const { text, parameters } = readQueryBody(request.json() as Json | undefined);
  const functions = { nowMs: account.clock.now(), userFunctions: new Map() };
  return [...compileQuery(parseQuery(text), parameters, functions).run(items)];
}
