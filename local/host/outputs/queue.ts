import { QueueServiceClient } from '@azure/storage-queue';
import type { Binding } from '../worker/types';
import { needed, storageConnection } from './connections';
import { fillIn } from './expressions';
import type { Output } from './output';
import { itemsOf, itemText } from './values';

/** `extensions.queues.messageEncoding` of host.json. */
export type QueueEncoding = 'base64' | 'none';

/** Puts messages on a queue, which is made where there is none. */
export function queueOutput(binding: Binding, encoding: QueueEncoding): Output {
  const connection = storageConnection(binding, 'queue');
  const service =
    connection.kind === 'identity'
      ? new QueueServiceClient(connection.endpoint, connection.credential)
      : QueueServiceClient.fromConnectionString(connection.value);
  const queueName = needed(binding, 'queueName');
  return async (given, data) => {
    const queue = service.getQueueClient(fillIn(queueName, data).toLowerCase());
    await queue.createIfNotExists();
    for (const item of itemsOf(given)) {
      const content = Buffer.isBuffer(item) ? item : Buffer.from(itemText(item));
      await queue.sendMessage(content.toString(encoding === 'base64' ? 'base64' : 'utf8'));
    }
  };
}
