import type { LocalRequest, Route } from '../kit/http';
import { accountResource } from './account';
import { checkResourceId } from './container-definition';
import { containerResource, databaseResource, type ContainerRecord } from './container-record';
import { isObject, type Json, type JsonObject } from './json';
import { nowSeconds, ONLY_RANGE, route, type Account } from './operation';
import { readQueryBody } from './query-documents';
import type { Reply } from './reply';
import { SMALLEST_CHARGE } from './request-units';
import { compileQuery } from './sql/execute';
import { parseQuery } from './sql/parse';

const json = (request: LocalRequest): Json | undefined => request.json() as Json | undefined;

/** A list as the service pages it; here always one page. */
export const feed = (name: string, rid: string, items: readonly Json[]): Reply => ({
  status: 200,
  charge: SMALLEST_CHARGE,
  body: { _rid: rid, [name]: items, _count: items.length },
  headers: { 'x-ms-item-count': String(items.length) },
});

const resource = (status: number, body: JsonObject & { readonly _etag: string }): Reply => ({
  status,
  charge: SMALLEST_CHARGE,
  body,
  headers: { etag: body._etag },
});

const GONE: Reply = { status: 204, charge: SMALLEST_CHARGE };

export const isQuery = ({ headers }: LocalRequest): boolean =>
  headers['x-ms-documentdb-isquery']?.toLowerCase() === 'true' ||
  (headers['content-type'] ?? '').includes('query+json');

function select(account: Account, request: LocalRequest, items: readonly Json[]): readonly Json[] {
  const { text, parameters } = readQueryBody(json(request));
  return [...compileQuery(parseQuery(text), parameters, { nowMs: account.clock.now() }).run(items)];
}

/** The account, its databases and containers, and the ranges of a container. */
export function definitionRoutes(account: Account): readonly Route[] {
  return [
    route(account, 'GET', '/', () => ({
      status: 200,
      charge: SMALLEST_CHARGE,
      body: accountResource(account.credentials.accountUrl()),
    })),
    ...databaseRoutes(account),
    ...containerRoutes(account),
  ];
}

function databaseRoutes(account: Account): readonly Route[] {
  const { catalog } = account;
  const all = () => catalog.databases().map(databaseResource);
  return [
    route(account, 'GET', '/dbs', () => feed('Databases', '', all())),
    route(account, 'POST', '/dbs', async (request) => {
      if (isQuery(request)) return feed('Databases', '', select(account, request, all()));
      const body = json(request);
      const id = checkResourceId(isObject(body) ? body['id'] : undefined);
      return resource(201, databaseResource(await catalog.createDatabase(id, nowSeconds(account))));
    }),
    route(account, 'GET', '/dbs/{db}', ({ params }) =>
      resource(200, databaseResource(catalog.database(params['db'] ?? ''))),
    ),
    route(account, 'DELETE', '/dbs/{db}', async ({ params }) => {
      await catalog.deleteDatabase(params['db'] ?? '');
      return GONE;
    }),
  ];
}

function containerRoutes(account: Account): readonly Route[] {
  const { catalog } = account;
  const all = (db: string) => {
    catalog.database(db);
    return catalog.containers(db).map(containerResource);
  };
  const found = ({ params }: LocalRequest): ContainerRecord =>
    catalog.container(params['db'] ?? '', params['coll'] ?? '');
  return [
    route(account, 'GET', '/dbs/{db}/colls', ({ params }) => feed('DocumentCollections', '', all(params['db'] ?? ''))),
    route(account, 'POST', '/dbs/{db}/colls', async (request) => {
      const db = request.params['db'] ?? '';
      if (isQuery(request)) return feed('DocumentCollections', '', select(account, request, all(db)));
      return resource(201, containerResource(await catalog.createContainer(db, json(request), nowSeconds(account))));
    }),
    route(account, 'GET', '/dbs/{db}/colls/{coll}', (request) => resource(200, containerResource(found(request)))),
    route(account, 'PUT', '/dbs/{db}/colls/{coll}', async (request) => {
      const { database, definition } = found(request);
      const made = await catalog.replaceContainer(database.id, definition.id, json(request), nowSeconds(account));
      return resource(200, containerResource(made));
    }),
    route(account, 'DELETE', '/dbs/{db}/colls/{coll}', async (request) => {
      const { database, definition } = found(request);
      await catalog.deleteContainer(database.id, definition.id);
      return GONE;
    }),
    route(account, 'GET', '/dbs/{db}/colls/{coll}/pkranges', (request) => {
      const container = found(request);
      return feed('PartitionKeyRanges', container.rid, [rangeResource(container, catalog.lsn(container))]);
    }),
  ];
}

const rangeResource = ({ rid, etag, ts }: ContainerRecord, lsn: number): JsonObject => ({
  _rid: `${rid.slice(0, -1)}R=`,
  id: ONLY_RANGE,
  _etag: etag,
  minInclusive: '',
  maxExclusive: 'FF',
  ridPrefix: 0,
  _self: '',
  throughputFraction: 1,
  status: 'online',
  parents: [],
  ownedArchivalPKRangeIds: [],
  _ts: ts,
  lsn,
});
