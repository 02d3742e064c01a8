import type { LocalRequest, Route } from '../kit/http';
import type { ContainerRecord } from './container-record';
import { feed, select } from './feed';
import { isQuery } from './is-query';
import { isArray, type Json } from './json';
import { documentRoute, nowSeconds, route, type Account, type DocumentRequest, type MeteredReply } from './operation';
import type { Reply } from './reply';
import { roundCharge, SMALLEST_CHARGE } from './request-units';
import { runScript } from './run-script';
import { bodyOf, SCRIPT_KINDS, scriptResource, type Script, type ScriptKind } from './scripts';
import { keyOfTarget } from './target';

const LISTS: Readonly<Record<ScriptKind, string>> = {
  sprocs: 'StoredProcedures',
  triggers: 'Triggers',
  udfs: 'UserDefinedFunctions',
};

/** Stored procedures, triggers and user-defined functions: their definitions, and a procedure's execution. */
export const scriptRoutes = (account: Account): readonly Route[] => [
  documentRoute(account, 'POST', '/dbs/{db}/colls/{coll}/sprocs/{id}', (one) => execute(account, one)),
  ...SCRIPT_KINDS.flatMap((kind) => definitionRoutes(account, kind)),
];

function definitionRoutes(account: Account, kind: ScriptKind): readonly Route[] {
  const { catalog, scripts } = account;
  const path = `/dbs/{db}/colls/{coll}/${kind}`;
  const containerOf = ({ params }: LocalRequest): ContainerRecord =>
    catalog.container(params['db'] ?? '', params['coll'] ?? '');
  const answer = (status: number, container: ContainerRecord, script: Script): Reply => ({
    status,
    charge: SMALLEST_CHARGE,
    body: scriptResource(container, script),
    headers: { etag: script.etag },
  });
  const all = (container: ContainerRecord) =>
    scripts.list(container, kind).map((script) => scriptResource(container, script));
  const idOf = ({ params }: LocalRequest): string => params['id'] ?? '';
  const json = (request: LocalRequest) => request.json() as Json | undefined;
  return [
    route(account, 'GET', path, (request) =>
      feed(request, LISTS[kind], containerOf(request).rid, all(containerOf(request))),
    ),
    route(account, 'POST', path, async (request) => {
      const container = containerOf(request);
      if (isQuery(request)) return feed(request, LISTS[kind], container.rid, select(account, request, all(container)));
      return answer(201, container, await scripts.create(container, kind, json(request), nowSeconds(account)));
    }),
    route(account, 'GET', `${path}/{id}`, (request) =>
      answer(200, containerOf(request), scripts.find(containerOf(request), kind, idOf(request))),
    ),
    route(account, 'PUT', `${path}/{id}`, async (request) => {
      const container = containerOf(request);
      const made = await scripts.replace(container, kind, idOf(request), json(request), nowSeconds(account));
      return answer(200, container, made);
    }),
    route(account, 'DELETE', `${path}/{id}`, async (request) => {
      await scripts.remove(containerOf(request), kind, idOf(request));
      return { status: 204, charge: SMALLEST_CHARGE };
    }),
  ];
}

async function execute(account: Account, { request, container, target }: DocumentRequest): Promise<MeteredReply> {
  const pk = keyOfTarget(target);
  const script = account.scripts.find(container, 'sprocs', request.params['id'] ?? '');
  const given = (request.json() as Json | undefined) ?? [];
  const now = nowSeconds(account);
  const result = await account.store.commit(() => {
    const lsn = account.catalog.nextLsn(container, now);
    const transaction = { container, lsn, seq: 0, nowSeconds: now };
    return runScript(bodyOf(script), isArray(given) ? given : [given], { transaction, pk, nowMs: account.clock.now() });
  });
  const wantsLog = request.headers['x-ms-documentdb-script-enable-logging']?.toLowerCase() === 'true';
  return {
    operation: 'execute',
    pk,
    status: 200,
    charge: roundCharge(Math.max(SMALLEST_CHARGE, result.charge)),
    body: JSON.stringify(result.response ?? ''),
    ...(wantsLog ? { headers: { 'x-ms-documentdb-script-log-results': encodeURIComponent(result.log) } } : {}),
  };
}
