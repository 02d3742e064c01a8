import type { LocalRequest, Route } from '../kit/http';
import { checkResourceId } from './container-definition';
import type { DatabaseRecord } from './container-record';
import { badRequest } from './failure';
import { feed, select } from './feed';
import { isQuery } from './is-query';
import { isObject, type Json, type JsonObject } from './json';
import { nowSeconds, route, type Account } from './operation';
import type { Owned, OwnedResources, OwnedWrite } from './owned-resources';
import { grantOf, readPermission } from './permission';
import type { Reply } from './reply';
import { SMALLEST_CHARGE } from './request-units';
import { databaseRid, permissionRid, userRid } from './resource-ids';
import { issueToken, readLifetime } from './resource-token';

/** What the routes of users and those of permissions have for their own. */
interface Kind {
  readonly path: string;
  /** Of the list that a feed is. */
  readonly list: string;
  readonly resources: OwnedResources;
  owner(request: LocalRequest): { readonly n: number; readonly rid: string };
  read(body: Json | undefined): JsonObject;
  resource(request: LocalRequest): (one: Owned) => JsonObject;
}

/** Users of databases, and what they are permitted. */
export const accessRoutes = (account: Account): readonly Route[] => [
  ...routesOf(account, userKind(account)),
  ...routesOf(account, permissionKind(account)),
];

const databaseOf = ({ catalog }: Account, { params }: LocalRequest): DatabaseRecord =>
  catalog.database(params['db'] ?? '');

const userOf = (account: Account, request: LocalRequest): Owned =>
  account.users.find(databaseOf(account, request).n, request.params['user'] ?? '');

const systemProperties = ({ etag, ts }: Owned, rid: string, self: string) => ({
  _rid: rid,
  _self: self,
  _etag: etag,
  _ts: ts,
});

function userKind(account: Account): Kind {
  return {
    path: '/dbs/{db}/users',
    list: 'Users',
    resources: account.users,
    owner: (request) => {
      const { n } = databaseOf(account, request);
      return { n, rid: databaseRid(n) };
    },
    read: (body) => ({ id: checkResourceId(isObject(body) ? body['id'] : undefined) }),
    resource: (request) => {
      const { n: database } = databaseOf(account, request);
      return (user) => {
        const rid = userRid(database, user.n);
        const self = `dbs/${databaseRid(database)}/users/${rid}/`;
        return { ...user.definition, ...systemProperties(user, rid, self), _permissions: 'permissions/' };
      };
    },
  };
}

function permissionKind(account: Account): Kind {
  const { catalog, credentials, permissions } = account;
  return {
    path: '/dbs/{db}/users/{user}/permissions',
    list: 'Permissions',
    resources: permissions,
    owner: (request) => {
      const user = userOf(account, request);
      return { n: user.n, rid: userRid(user.owner, user.n) };
    },
    read: readPermission,
    resource: (request) => {
      const user = userOf(account, request);
      const seconds = readLifetime(request.headers['x-ms-documentdb-expiry-seconds']);
      if (seconds === undefined) throw badRequest('A resource token is valid for 10 to 18000 seconds.');
      const lifetime = { from: nowSeconds(account), seconds };
      return (permission) => {
        const rid = permissionRid(user.owner, user.n, permission.n);
        const self = `dbs/${databaseRid(user.owner)}/users/${userRid(user.owner, user.n)}/permissions/${rid}/`;
        const token = issueToken(credentials.key, grantOf(catalog, permission.definition), lifetime);
        return { ...permission.definition, ...systemProperties(permission, rid, self), _token: token };
      };
    },
  };
}

const idOf = ({ params }: LocalRequest): string => params['id'] ?? '';

function routesOf(account: Account, kind: Kind): readonly Route[] {
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
    route(account, 'GET', `${path}/{id}`, (request) =>
      answer(200, kind.resource(request), resources.find(kind.owner(request).n, idOf(request))),
    ),
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
