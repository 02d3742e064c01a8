import type { Route } from '../kit/http';
import { checkResourceId } from './container-definition';
import { badRequest } from './failure';
import { isObject, type Json, type JsonObject } from './json';
import type { Account } from './operation';
import { databaseOf, ownedRoutes, systemProperties, type OwnedKind } from './owned-routes';
import { databaseRid, encryptionKeyRid } from './resource-ids';

/** The keys that clients encrypt properties with, wrapped: the service keeps them and knows no more of them. */
export const encryptionKeyRoutes = (account: Account): readonly Route[] => ownedRoutes(account, kindOf(account));

function kindOf(account: Account): OwnedKind {
  return {
    path: '/dbs/{db}/clientencryptionkeys',
    list: 'ClientEncryptionKeys',
    resources: account.encryptionKeys,
    owner: (request) => {
      const { n } = databaseOf(account, request);
      return { n, rid: databaseRid(n) };
    },
    read: readKey,
    resource: (request) => {
      const { n } = databaseOf(account, request);
      return (key) => {
        const rid = encryptionKeyRid(n, key.n);
        const self = `dbs/${databaseRid(n)}/clientencryptionkeys/${rid}/`;
        return { ...key.definition, ...systemProperties(key, rid, self) };
      };
    },
  };
}

function readKey(body: Json | undefined): JsonObject {
  if (!isObject(body)) throw badRequest('The input content is invalid.');
  const { id, encryptionAlgorithm, wrappedDataEncryptionKey, keyWrapMetadata } = body;
  if (
    typeof encryptionAlgorithm !== 'string' ||
    typeof wrappedDataEncryptionKey !== 'string' ||
    !isObject(keyWrapMetadata)
  )
    throw badRequest('The input content is invalid: a key has an algorithm, its wrapped self and how it was wrapped.');
  return { id: checkResourceId(id), encryptionAlgorithm, wrappedDataEncryptionKey, keyWrapMetadata };
}
