import type { LocalRequest, Route } from '../kit/http';
import type { DatabaseRecord } from './container-record';
import { feed, select } from './feed';
import { isQuery } from './is-query';
import type { Json, JsonObject } from './json';
import { nowSeconds, route, type Account } from './operation';
import type { Owned, OwnedResources, OwnedWrite } from './owned-resources';
import type { Reply } from './reply';
import { SMALLEST_CHARGE } from './request-units';

/** What the routes of a kind of resource have for their own. */
export interface OwnedKind {
  readonly path: string;
  /** Of the list that a feed is. */
  readonly list: string;
  readonly resources: OwnedResources;
  owner(request: LocalRequest): { readonly n: number; readonly rid: string };
  read(body: Json | undefined): JsonObject;
  resource(request: LocalRequest): (one: Owned) => JsonObject;
}

export const databaseOf = ({ catalog }: Account, { params }: LocalRequest): DatabaseRecord =>
  catalog.database(params['db'] ?? '');

/** What the service adds to what is defined. */
export const systemProperties = ({ etag, ts }: Owned, rid: string, self: string) => ({
  _rid: rid,
  _self: self,
  _etag: etag,
  _ts: ts,
});

const idOf = ({ params }: LocalRequest): string => params['id'] ?? '';

/** They are listed, found by queries, made, read, replaced and removed. */
export function ownedRoutes(account: Account, kind: OwnedKind): readonly Route[] {
  const { path, list, resources } = kind;
  const all = (request: LocalRequest): readonly JsonObject[] =>
    resources.list(kind.owner(request).n).map(kind.resource(request));
  const written = (request: LocalRequest): OwnedWrite => ({
    definition: kind.read(request.json() as Json | undefined),
    ts: nowSeconds(account),
    ifMatch: request.headers['if-match'],
  });
  const answer = (status: number, shown: (one: Owned) => JsonObject, one: Owned): Reply => ({
    status,
    charge: SMALLEST_CHARGE,
    body: shown(one),
    headers: { etag: one.etag },
  });
  return [
    route(account, 'GET', path, (request) => feed(request, list, kind.owner(request).rid, all(request))),
    route(account, 'POST', path, async (request) => {
      const { n, rid } = kind.owner(request);
      if (isQuery(request)) return feed(request, list, rid, select(account, request, all(request)));
      const shown = kind.resource(request);
      if (request.headers['x-ms-documentdb-is-upsert']?.toLowerCase() !== 'true')
        return answer(201, shown, await resources.create(n, written(request)));
      const { isNew, made } = await resources.upsert(n, written(request));
      return answer(isNew ? 201 : 200, shown, made);
    }),
    route(account, 'GET', `${path}/{id}`, (request) => {
      const found = resources.find(kind.owner(request).n, idOf(request));
      const isKnown = request.headers['if-none-match'] === found.etag;
      return answer(isKnown ? 304 : 200, kind.resource(request), found);
    }),
    route(account, 'PUT', `${path}/{id}`, async (request) => {
      const shown = kind.resource(request);
      return answer(200, shown, await resources.replace(kind.owner(request).n, idOf(request), written(request)));
    }),
    route(account, 'DELETE', `${path}/{id}`, async (request) => {
      await resources.remove(kind.owner(request).n, idOf(request), request.headers['if-match']);
      return { status: 204, charge: SMALLEST_CHARGE };
    }),
  ];
}
