import type { EnqueuedWatch } from '../enqueued-watch';
import { queueServiceOf } from '../queue-service';
import type { QueueEncoding } from '../settings';
import type { Binding } from '../worker/types';
import { needed } from './connections';
import { fillIn } from './expressions';
import type { Output } from './output';
import { itemsOf, itemText } from './values';

/** How messages are put on queues, and who is told. */
export interface QueueOutputs {
  readonly encoding: QueueEncoding;
  readonly watch: EnqueuedWatch;
}

/** Puts messages on a queue, which is made where there is none. */
export function queueOutput(binding: Binding, { encoding, watch }: QueueOutputs): Output {
  const service = queueServiceOf(binding);
  const queueName = needed(binding, 'queueName');
  return async (given, data) => {
    const queue = service.getQueueClient(fillIn(queueName, data).toLowerCase());
    await queue.createIfNotExists();
    for (const item of itemsOf(given)) {
      const content = Buffer.isBuffer(item) ? item : Buffer.from(itemText(item));
      await queue.sendMessage(content.toString(encoding === 'base64' ? 'base64' : 'utf8'));
    }
    watch.notify(queue.name);
  };
}
