import type { LocalRequest, Route } from '../kit/http';
import { accountResource } from './account';
import { checkResourceId, withKey } from './container-definition';
import { containerResource, databaseResource, type ContainerRecord } from './container-record';
import { feed, select, wholeFeed } from './feed';
import { isQuery } from './is-query';
import { isObject, type Json, type JsonObject } from './json';
import { offerOfContainer, offerOfDatabase, throughputOfHeaders, unitsOf } from './offer';
import { nowSeconds, route, type Account } from './operation';
import { FEWEST_RANGES, rangesForThroughput, type PartitionRange } from './partition-ranges';
import type { Reply } from './reply';
import { SMALLEST_CHARGE } from './request-units';
import { databaseRid } from './resource-ids';

const json = (request: LocalRequest): Json | undefined => request.json() as Json | undefined;

const resource = (status: number, body: JsonObject & { readonly _etag: string }): Reply => ({
  status,
  charge: SMALLEST_CHARGE,
  body,
  headers: { etag: body._etag },
});

const GONE: Reply = { status: 204, charge: SMALLEST_CHARGE };

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
    rangesRoute(account),
  ];
}

function databaseRoutes(account: Account): readonly Route[] {
  const { catalog, offers } = account;
  const all = () => catalog.databases().map(databaseResource);
  return [
    route(account, 'GET', '/dbs', (request) => feed(request, 'Databases', '', all())),
    route(account, 'POST', '/dbs', async (request) => {
      if (isQuery(request)) return feed(request, 'Databases', '', select(account, request, all()));
      const body = json(request);
      const id = checkResourceId(isObject(body) ? body['id'] : undefined);
      const throughput = throughputOfHeaders(request);
      const made = await catalog.createDatabase(id, nowSeconds(account));
      if (throughput !== undefined) await offers.put(databaseRid(made.n), offerOfDatabase(made, throughput, made.ts));
      return resource(201, databaseResource(made));
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
  const { catalog, offers } = account;
  const all = (db: string) => {
    catalog.database(db);
    return catalog.containers(db).map(containerResource);
  };
  const found = (request: LocalRequest): ContainerRecord => containerOf(account, request);
  return [
    route(account, 'GET', '/dbs/{db}/colls', (request) =>
      feed(request, 'DocumentCollections', '', all(request.params['db'] ?? '')),
    ),
    route(account, 'POST', '/dbs/{db}/colls', async (request) => {
      const db = request.params['db'] ?? '';
      if (isQuery(request)) return feed(request, 'DocumentCollections', '', select(account, request, all(db)));
      const throughput = throughputOfHeaders(request);
      const ranges = throughput === undefined ? FEWEST_RANGES : rangesForThroughput(unitsOf(throughput));
      const body = withKey(json(request), request.headers['x-ms-version']);
      const made = await catalog.createContainer(db, body, nowSeconds(account), ranges);
      if (throughput !== undefined) await offers.put(made.rid, offerOfContainer(made, throughput, made.ts));
      return resource(201, containerResource(made));
    }),
    route(account, 'GET', '/dbs/{db}/colls/{coll}', (request) => {
      const container = found(request);
      const read = resource(200, containerResource(container));
      return { ...read, headers: { ...read.headers, ...stateHeaders(container, request) } };
    }),
    // The last writer wins, so there are none.
    ...['GET', 'POST'].map((method) =>
      route(account, method, '/dbs/{db}/colls/{coll}/conflicts', (request) =>
        feed(request, 'Conflicts', found(request).rid, []),
      ),
    ),
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
  ];
}

const containerOf = ({ catalog }: Account, { params }: LocalRequest): ContainerRecord =>
  catalog.container(params['db'] ?? '', params['coll'] ?? '');

const rangesRoute = (account: Account): Route =>
  route(account, 'GET', '/dbs/{db}/colls/{coll}/pkranges', (request) => {
    const container = containerOf(account, request);
    const lsn = account.catalog.lsn(container);
    const ranges = container.ranges.all.map((range) => rangeResource(container, range, lsn));
    // Ranges are read as a feed of their changes: until there are no more.
    if (request.headers['if-none-match'] === container.etag) return { status: 304, charge: SMALLEST_CHARGE };
    const all = wholeFeed('PartitionKeyRanges', container.rid, ranges);
    return { ...all, headers: { ...all.headers, etag: container.etag } };
  });

/** Documents are in the index when they are written. */
const INDEXED = { 'x-ms-documentdb-collection-index-transformation-progress': '100' };
const KILOBYTE = 1024;
const QUOTA =
  'functions=25;storedProcedures=100;triggers=25;documentSize=10240;documentsSize=10485760;documentsCount=-1;collectionSize=10485760;';

function stateHeaders({ table }: ContainerRecord, { headers }: LocalRequest): Readonly<Record<string, string>> {
  if (headers['x-ms-documentdb-populatequotainfo']?.toLowerCase() !== 'true') return INDEXED;
  const { documents, bytes } = table.size();
  const kilobytes = Math.ceil(bytes / KILOBYTE);
  const usage = `documentsSize=${kilobytes};documentsCount=${documents};collectionSize=${kilobytes};`;
  return { ...INDEXED, 'x-ms-resource-quota': QUOTA, 'x-ms-resource-usage': usage };
}

const rangeResource = ({ rid, etag, ts, ranges }: ContainerRecord, range: PartitionRange, lsn: number): JsonObject => ({
  _rid: `${rid.slice(0, -1)}${range.id}=`,
  id: range.id,
  _etag: etag,
  minInclusive: range.min,
  maxExclusive: range.max,
  ridPrefix: range.index,
  _self: '',
  throughputFraction: 1 / ranges.all.length,
  status: 'online',
  parents: [],
  ownedArchivalPKRangeIds: [],
  _ts: ts,
  lsn,
});
