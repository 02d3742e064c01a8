import { BlobServiceClient } from '@azure/storage-blob';
import type { Binding } from '../worker/types';
import { needed, storageConnection } from './connections';
import { fillIn } from './expressions';
import type { Output } from './output';
import { contentOf } from './values';

/** Writes one blob at `path`; the container is made where there is none. */
export function blobOutput(binding: Binding): Output {
  const connection = storageConnection(binding, 'blob');
  const service =
    connection.kind === 'identity'
      ? new BlobServiceClient(connection.endpoint, connection.credential)
      : BlobServiceClient.fromConnectionString(connection.value);
  const path = needed(binding, 'path');
  return async (given, data) => {
    const content = contentOf(given);
    if (content === undefined) return;
    const [, container = '', name] = /^\/?([^/]+)\/(.+)$/u.exec(fillIn(path, data)) ?? [];
    if (name === undefined) throw new Error(`'${path}' is not the path of a blob: container/name.`);
    const client = service.getContainerClient(container);
    await client.createIfNotExists();
    await client.getBlockBlobClient(name).uploadData(content);
  };
}
