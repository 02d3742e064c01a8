import type { ContainerRecord } from './container-record';
import { badRequest } from './failure';
import { isArray, isObject, parseJson, type Json } from './json';
import { queryCharge } from './request-units';
import { checkOrderIsIndexed, filtersByIndex, isServed } from './sql/index-use';
import { narrowingOf, pathInDocument } from './sql/narrow';
import { compileQuery, type CompiledQuery, type Parameters } from './sql/execute';
import type { FunctionContext } from './sql/built-in';
import { parseQuery } from './sql/parse';
import type { Target } from './target';
import { isGrouped, looksInto, type Query } from './sql/ast';

export interface QueryText {
  readonly text: string;
  readonly parameters: Parameters;
}

export interface QueryRequest {
  readonly query: Query;
  readonly parameters: Parameters;
  readonly target: Target;
  readonly pageSize: number;
  readonly continuation: string | undefined;
  readonly functions: FunctionContext;
}

export interface QueryPage {
  readonly rows: readonly Json[];
  readonly continuation: string | undefined;
  readonly charge: number;
  readonly scanned: number;
}

export function readQueryBody(body: Json | undefined): QueryText {
  if (!isObject(body) || typeof body['query'] !== 'string')
    throw badRequest('The input content is invalid: it has no query.');
  const given = body['parameters'];
  const parameters = new Map<string, Json>();
  for (const one of given !== undefined && isArray(given) ? given : [])
    if (isObject(one) && typeof one['name'] === 'string') parameters.set(one['name'], one['value'] ?? null);
  return { text: body['query'], parameters };
}

export const readAllQuery = (): Query => parseQuery('SELECT * FROM c');

/** Where the next page begins: after a document, or after so many rows. */
type Position = { readonly after: number } | { readonly skip: number };

export function queryDocuments(container: ContainerRecord, request: QueryRequest): QueryPage {
  checkOrderIsIndexed(request.query, container);
  const compiled = compileQuery(request.query, request.parameters, request.functions);
  const position = readContinuation(request.continuation);
  return compiled.streams
    ? streamPage(container, request, compiled, position)
    : countedPage(container, request, compiled, position);
}

function readContinuation(continuation: string | undefined): Position | undefined {
  if (continuation === undefined) return undefined;
  const token = /^\+RID:~(after|skip)#(\d+)$/.exec(continuation);
  if (token === null) throw badRequest('Invalid Continuation Token');
  return token[1] === 'after' ? { after: Number(token[2]) } : { skip: Number(token[2]) };
}

const writeContinuation = (kind: 'after' | 'skip', at: number): string => `+RID:~${kind}#${at}`;

function* scan({ table, isIndexed }: ContainerRecord, request: QueryRequest, after: number) {
  const { query, parameters, target, functions } = request;
  const nowSeconds = Math.floor(functions.nowMs / 1000);
  const narrowing = narrowingOf(query, parameters, isIndexed);
  for (const stored of table.scan({ span: target.span, after, nowSeconds, narrowing }))
    if (target.accepts(stored)) yield stored;
}

/** By an index of what the query sorts by, where there is none of what it filters by. */
function groupsInOrder({ table, isIndexed }: ContainerRecord, { query, parameters, target, functions }: QueryRequest) {
  const [key, ...others] = query.orderBy;
  const path = key && pathInDocument(query, key.expression);
  if (path === undefined || others.length > 0 || !isServed(path, isIndexed) || isGrouped(query)) return undefined;
  if (narrowingOf(query, parameters, isIndexed) !== undefined) return undefined;
  const nowSeconds = Math.floor(functions.nowMs / 1000);
  return table.groups({ span: target.span, nowSeconds, path, descending: key?.descending ?? false });
}

/** Reads only as far as the page goes. */
function streamPage(
  container: ContainerRecord,
  request: QueryRequest,
  compiled: CompiledQuery,
  position: Position | undefined,
): QueryPage {
  const { pageSize } = request;
  const start = position !== undefined && 'after' in position ? position.after : 0;
  const rows: Json[] = [];
  const meter = createMeter(container, request.query);
  let last = start;
  for (const stored of scan(container, request, start)) {
    const [row] = compiled.run([parseJson(stored.body)]);
    if (row !== undefined && rows.length === pageSize)
      return { rows, ...meter.total(rows.length), continuation: writeContinuation('after', last) };
    meter.take(stored.body);
    if (row !== undefined) meter.keep();
    last = stored.n;
    if (row !== undefined) rows.push(row);
  }
  return { rows, ...meter.total(rows.length), continuation: undefined };
}

/** In place of a document that nothing is asked about, as for a count of all. */
const UNREAD: Json = {};

/** Runs the whole query and gives the page's part: a page sees the rows as they are when it is asked for. */
function countedPage(
  container: ContainerRecord,
  request: QueryRequest,
  compiled: CompiledQuery,
  position: Position | undefined,
): QueryPage {
  const { pageSize } = request;
  const skip = position !== undefined && 'skip' in position ? position.skip : 0;
  const meter = createMeter(container, request.query);
  // One more tells whether there is a next page.
  const most = skip + pageSize + 1;
  const enough = compiled.enough(most);
  const isRead = looksInto(request.query);
  let kept = 0;
  const onKept = (): void => {
    kept += 1;
    meter.keep();
  };
  function* documents(): Generator<Json> {
    const groups = Number.isFinite(enough) ? groupsInOrder(container, request) : undefined;
    for (const group of groups ?? [scan(container, request, 0)]) {
      if (kept >= enough) return;
      for (const stored of group) {
        if (!request.target.accepts(stored)) continue;
        meter.take(stored.body);
        yield isRead ? parseJson(stored.body) : UNREAD;
      }
    }
  }
  const all = [...compiled.run(documents(), { onKept, most })];
  const rows = all.slice(skip, skip + pageSize);
  const end = skip + rows.length;
  return {
    rows,
    ...meter.total(rows.length),
    continuation: end < all.length ? writeContinuation('skip', end) : undefined,
  };
}

/** What has to be loaded: with an index on what is filtered by, only the documents found; otherwise all. */
function createMeter(container: ContainerRecord, query: Query) {
  const byIndex = filtersByIndex(query, container.isIndexed);
  let scanned = 0;
  let loadedBytes = 0;
  let pendingBytes = 0;
  const keep = (): void => {
    loadedBytes += pendingBytes;
    pendingBytes = 0;
  };
  return {
    take(body: string): void {
      scanned += 1;
      pendingBytes = body.length;
      if (!byIndex) keep();
    },
    /** The document taken last is among those found. */
    keep,
    total: (rows: number) => ({ scanned, charge: queryCharge(loadedBytes, rows) }),
  };
}
