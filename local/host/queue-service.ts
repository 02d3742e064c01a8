import { QueueServiceClient } from '@azure/storage-queue';
import { storageConnection } from './outputs/connections';
import type { Binding } from './worker/types';

/** The queues of the storage account that a binding names. */
export function queueServiceOf(binding: Binding): QueueServiceClient {
  const connection = storageConnection(binding, 'queue');
  return connection.kind === 'identity'
    ? new QueueServiceClient(connection.endpoint, connection.credential)
    : QueueServiceClient.fromConnectionString(connection.value);
}
