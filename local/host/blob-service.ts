import { BlobServiceClient } from '@azure/storage-blob';
import { storageConnection } from './outputs/connections';
import type { Binding } from './worker/types';

/** The blobs of the storage account that a binding names. */
export function blobServiceOf(binding: Binding): BlobServiceClient {
  const connection = storageConnection(binding, 'blob');
  return connection.kind === 'identity'
    ? new BlobServiceClient(connection.endpoint, connection.credential)
    : BlobServiceClient.fromConnectionString(connection.value);
}

/** `container/name`, filled in. */
export function pathOfBlob(path: string): { readonly container: string; readonly name: string } {
  const [, container, name] = /^\/?([^/]+)\/(.+)$/u.exec(path) ?? [];
  if (container === undefined || name === undefined)
    throw new Error(`'${path}' is not the path of a blob: container/name.`);
  return { container, name };
}
