import { format } from 'node:util';
import { containerSelf } from './container-record';
import { deleteDocument, findLiving, writeDocument, type Outcome, type Transaction } from './documents';
import { badRequest, Failure, notFound } from './failure';
import { isObject, parseJson, textOf, type Json, type JsonObject, type Value } from './json';
import type { PartitionKey } from './partition-key';
import { documentRid } from './resource-ids';
import { copyOf, guarded, runInSandbox } from './sandbox';
import { compileQuery } from './sql/execute';
import { parseQuery } from './sql/parse';

/** A script runs inside one transaction on one partition: a throw undoes all that it did. */
export interface ScriptRun {
  /** As it begins; each write of the script is numbered from there. */
  readonly transaction: Transaction;
  readonly pk: PartitionKey;
  readonly nowMs: number;
  /** What a trigger is about. */
  readonly request?: Json | undefined;
  readonly response?: Json | undefined;
}

export interface ScriptResult {
  readonly request: Value;
  readonly response: Value;
  readonly charge: number;
  readonly log: string;
}

type Callback = (error: unknown, result?: unknown, options?: unknown) => void;

/** Runs `body` with the server-side API: `getContext()` and all that hangs on it. */
export function runScript(body: string, args: readonly Json[], run: ScriptRun): ScriptResult {
  const lines: string[] = [];
  const pending: (() => void)[] = [];
  const bodies = { request: run.request as unknown, response: run.response as unknown };
  const collection = createCollection(run, pending);
  const append = (value: unknown) => (bodies.response = textOf(copyOf(bodies.response)) + textOf(copyOf(value)));
  const context = {
    getCollection: () => collection.api,
    getRequest: () => ({ getBody: () => bodies.request, setBody: (value: unknown) => (bodies.request = value) }),
    getResponse: () => ({
      getBody: () => bodies.response,
      setBody: (value: unknown) => (bodies.response = value),
      appendBody: append,
      appendValue(name: unknown, value: unknown) {
        if (name !== 'Body') throw badRequest(`A script may append to 'Body', and not to '${String(name)}'.`);
        append(value);
      },
    }),
    abort: (error: unknown) => {
      throw error;
    },
  };
  const globals = {
    getContext: () => context,
    console: { log: (...said: readonly unknown[]) => lines.push(format(...said)) },
  };
  runInSandbox(body, globals, args);
  // The service calls back when the function has returned.
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) guarded(next);
  return {
    request: copyOf(bodies.request),
    response: copyOf(bodies.response),
    charge: collection.charge(),
    log: lines.join('\n'),
  };
}

/** What a script may do to the documents of its partition. */
function createCollection(run: ScriptRun, pending: (() => void)[]) {
  const { container } = run.transaction;
  let { seq } = run.transaction;
  let charge = 0;
  const transaction = (): Transaction => ({ ...run.transaction, seq: (seq += 1) });
  const spend = (outcome: Outcome): Json | undefined => {
    charge += outcome.charge;
    return outcome.body === undefined ? undefined : parseJson(outcome.body);
  };
  const operation =
    (act: (...args: readonly unknown[]) => unknown, arity: number) =>
    (...args: readonly unknown[]): boolean => {
      const done = args.slice(arity).find((one): one is Callback => typeof one === 'function');
      pending.push(() => answer(() => act(...args), done));
      return true;
    };
  const write = (mode: 'create' | 'upsert', document: unknown): unknown =>
    spend(writeDocument(transaction(), { mode, pk: run.pk, body: copyOf(document) }));
  const query = (given: unknown): readonly Json[] => {
    const { text, parameters } = readFilter(given);
    const compiled = compileQuery(parseQuery(text), parameters, { nowMs: run.nowMs, userFunctions: new Map() });
    return [...compiled.run(documentsOf(run))];
  };
  const api = {
    getSelfLink: () => containerSelf(container),
    getAltLink: () => `dbs/${container.database.id}/colls/${container.definition.id}`,
    createDocument: operation((_, document) => write('create', document), 2),
    upsertDocument: operation((_, document) => write('upsert', document), 2),
    readDocument: operation((link) => parseJson(documentAt(run, link).body), 1),
    replaceDocument: operation((link, document) => {
      const { id } = documentAt(run, link);
      return spend(writeDocument(transaction(), { mode: 'replace', pk: run.pk, id, body: copyOf(document) }));
    }, 2),
    deleteDocument: operation((link) => {
      const { id } = documentAt(run, link);
      return spend(deleteDocument(transaction(), { pk: run.pk, id }));
    }, 1),
    queryDocuments: operation((_, given) => query(given), 2),
    readDocuments: operation(() => [...documentsOf(run)], 1),
  };
  return { api, charge: () => charge };
}

/** A refusal goes to the callback; without one it ends the script. */
function answer(act: () => unknown, done: Callback | undefined): void {
  let result: unknown;
  try {
    result = act();
  } catch (error) {
    if (!(error instanceof Failure) || done === undefined) throw error;
    done({ number: error.status, body: error.message, message: error.message });
    return;
  }
  done?.(undefined, result, {});
}

function* documentsOf({ transaction: { container, nowSeconds }, pk }: ScriptRun): Generator<Json> {
  for (const { body } of container.table.scan({ span: { kind: 'key', pk }, after: 0, nowSeconds }))
    yield parseJson(body);
}

/** By `_self`, whose end is the document's rid, or by name. */
function documentAt({ transaction: { container, nowSeconds }, pk }: ScriptRun, link: unknown) {
  const name = /docs\/([^/]+)\/?$/.exec(String(link))?.[1] ?? '';
  const byName = findLiving(container, pk, decodeURIComponent(name), nowSeconds);
  if (byName !== undefined) return byName;
  for (const one of container.table.scan({ span: { kind: 'key', pk }, after: 0, nowSeconds }))
    if (documentRid(container.database.n, container.n, one.n) === name) return one;
  throw notFound();
}

function readFilter(given: unknown): { readonly text: string; readonly parameters: ReadonlyMap<string, Json> } {
  if (typeof given === 'string') return { text: given, parameters: new Map() };
  const filter = copyOf(given);
  if (!isObject(filter) || typeof filter['query'] !== 'string') throw badRequest('A filter is a query.');
  const list = Array.isArray(filter['parameters']) ? (filter['parameters'] as readonly JsonObject[]) : [];
  return {
    text: filter['query'],
    parameters: new Map(list.map((one) => [textOf(one['name']), one['value'] ?? null])),
  };
}
