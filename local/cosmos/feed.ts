import type { LocalRequest } from '../kit/http';
import type { Json } from './json';
import type { Account } from './operation';
import { readQueryBody } from './query-documents';
import type { Reply } from './reply';
import { SMALLEST_CHARGE } from './request-units';
import { compileQuery } from './sql/execute';
import { parseQuery } from './sql/parse';

/** A list of resources as the service pages it; here always one page. */
export const feed = (name: string, rid: string, items: readonly Json[]): Reply => ({
  status: 200,
  charge: SMALLEST_CHARGE,
  body: { _rid: rid, [name]: items, _count: items.length },
  headers: { 'x-ms-item-count': String(items.length) },
});

/** The request's query over a list of resources. */
export function select(account: Account, request: LocalRequest, items: readonly Json[]): readonly Json[] {
  const { text, parameters } = readQueryBody(request.json() as Json | undefined);
  const functions = { nowMs: account.clock.now(), userFunctions: new Map() };
  return [...compileQuery(parseQuery(text), parameters, functions).run(items)];
}
