import type { ContainerRecord } from './container-record';
import { badRequest } from './failure';
import { isArray, isObject, parseJson, type Json } from './json';
import {
  createOrderCount,
  givesARowEach,
  readPosition,
  sortedBy,
  spellPosition,
  type OrderPosition,
} from './order-position';
import { queryCharge } from './request-units';
import { checkOrderIsIndexed, filtersByIndex, isServed } from './sql/index-use';
import { narrowingOf } from './sql/narrow';
import { compileQuery, type CompiledQuery, type Parameters } from './sql/execute';
import type { FunctionContext } from './sql/built-in';
import { parseQuery } from './sql/parse';
import type { Target } from './target';
import { looksInto, type Query } from './sql/ast';

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

/** Where the next page begins: after a document, after so many rows, or after so many of a term. */
type Position = { readonly after: number } | { readonly skip: number } | OrderPosition;

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
  const [, kind, at = ''] = /^\+RID:~(after|skip|order)#(.+)$/.exec(continuation) ?? [];
  const number = /^\d+$/.test(at) ? Number(at) : undefined;
  const position = kind === 'order' ? readPosition(at) : undefined;
  if (position !== undefined) return position;
  if (number === undefined || kind === 'order') throw badRequest('Invalid Continuation Token');
  return kind === 'after' ? { after: number } : { skip: number };
}

const writeContinuation = (kind: 'after' | 'skip' | 'order', at: number | string): string => `+RID:~${kind}#${at}`;

function* scan({ table, isIndexed }: ContainerRecord, request: QueryRequest, after: number) {
  const { query, parameters, target, functions } = request;
  const nowSeconds = Math.floor(functions.nowMs / 1000);
  const narrowing = narrowingOf(query, parameters, isIndexed);
  for (const stored of table.scan({ span: target.span, after, nowSeconds, narrowing }))
    if (target.accepts(stored)) yield stored;
}

/** By an index of what the query sorts by, where there is none of what it filters by. */
function groupsInOrder(
  { table, isIndexed }: ContainerRecord,
  { query, parameters, target, functions }: QueryRequest,
  from: string | undefined,
) {
  const key = sortedBy(query);
  if (key === undefined || !isServed(key.path, isIndexed)) return undefined;
  if (narrowingOf(query, parameters, isIndexed) !== undefined) return undefined;
  return table.groups({ ...key, span: target.span, nowSeconds: Math.floor(functions.nowMs / 1000), from });
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
  const { query, pageSize } = request;
  const key = givesARowEach(query) ? sortedBy(query) : undefined;
  const start = position !== undefined && 'term' in position ? position : undefined;
  if (start !== undefined && key === undefined) throw badRequest('Invalid Continuation Token');
  const order = key && createOrderCount(key, start);
  const skip = position !== undefined && 'skip' in position ? position.skip : 0;
  // One more tells whether there is a next page.
  const most = skip + pageSize + 1;
  const meter = createMeter(container, query);
  const found = search(container, request, { enough: compiled.enough(most), start, meter, order });
  const all = [...compiled.run(found.documents, { onKept: found.onKept, most })];
  const rows = all.slice(skip, skip + pageSize);
  const end = skip + rows.length;
  const next = () =>
    order === undefined
      ? writeContinuation('skip', end)
      : writeContinuation('order', spellPosition(order.positionOf(end)));
  return { rows, ...meter.total(rows.length), continuation: end < all.length ? next() : undefined };
}

interface Search {
  /** So many that meet the condition will do, where they come in order. */
  readonly enough: number;
  readonly start: OrderPosition | undefined;
  readonly meter: ReturnType<typeof createMeter>;
  readonly order: ReturnType<typeof createOrderCount> | undefined;
}

/** The documents that a page may be of. */
function search(container: ContainerRecord, request: QueryRequest, { enough, start, meter, order }: Search) {
  const isRead = looksInto(request.query);
  let kept = 0;
  function* documents(): Generator<Json> {
    const groups = Number.isFinite(enough) ? groupsInOrder(container, request, start?.term) : undefined;
    for (const group of groups ?? [scan(container, request, 0)]) {
      if (kept >= enough) return;
      for (const stored of group) {
        if (!request.target.accepts(stored)) continue;
        meter.take(stored.body);
        const document = isRead ? parseJson(stored.body) : UNREAD;
        if (order === undefined || order.take(document)) yield document;
      }
    }
  }
  const onKept = (): void => {
    kept += 1;
    meter.keep();
    order?.keep();
  };
  return { documents: documents(), onKept };
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
