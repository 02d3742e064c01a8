import type { LocalRequest, Route } from '../kit/http';
import { checkResourceId } from './container-definition';
import { badRequest } from './failure';
import { isObject } from './json';
import { nowSeconds, type Account } from './operation';
import type { Owned } from './owned-resources';
import { databaseOf, ownedRoutes, systemProperties, type OwnedKind } from './owned-routes';
import { grantOf, readPermission } from './permission';
import { databaseRid, permissionRid, userRid } from './resource-ids';
import { issueToken, readLifetime } from './resource-token';

/** Users of databases, and what they are permitted. */
export const accessRoutes = (account: Account): readonly Route[] => [
  ...ownedRoutes(account, userKind(account)),
  ...ownedRoutes(account, permissionKind(account)),
];

const userOf = (account: Account, request: LocalRequest): Owned =>
  account.users.find(databaseOf(account, request).n, request.params['user'] ?? '');

function userKind(account: Account): OwnedKind {
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

function permissionKind(account: Account): OwnedKind {
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
