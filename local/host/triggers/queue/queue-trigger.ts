import type { Clock } from '../../../kit/clock';
import type { Work } from '../../../kit/work';
import type { EnqueuedWatch } from '../../enqueued-watch';
import { needed } from '../../outputs/connections';
import { queueServiceOf } from '../../queue-service';
import type { RunFunction } from '../../run-function';
import type { QueueSettings } from '../../settings';
import type { RegisteredFunction } from '../../worker/core-module';
import { triggerOf, type Log } from '../../worker/types';
import { createListener, type Listener } from './listener';
import { queueOf } from './queue';

export interface QueueTriggerOptions {
  readonly clock: Clock;
  readonly work: Work;
  readonly run: RunFunction;
  readonly log: Log;
  readonly queues: QueueSettings;
  readonly watch: EnqueuedWatch;
}

const POISON = '-poison';
const LONGEST_NAME = 63;

/** Starts to take what is put on the queue that a function asks for. */
export function startQueueTrigger(one: RegisteredFunction, options: QueueTriggerOptions): Listener {
  const { binding } = triggerOf(one.metadata);
  const service = queueServiceOf(binding);
  const queue = queueOf(service, needed(binding, 'queueName').toLowerCase());
  const poisonName = poisonNameOf(queue.name);
  const listener = createListener({
    ...options,
    name: one.metadata.name,
    queue,
    poison: poisonName === undefined ? undefined : queueOf(service, poisonName),
    settings: options.queues,
    dataType: binding['dataType'] === 'binary' ? 'binary' : 'text',
    random: Math.random,
    run: ({ data, metadata }) => options.run(one, data, { triggerMetadata: metadata }),
  });
  options.watch.register(queue.name, listener.wake);
  listener.start();
  return listener;
}

/** Only for a queue that is no such place itself, and whose name leaves room (azure-sdk-for-net, QueueListenerFactory). */
export function poisonNameOf(queue: string): string | undefined {
  const name = `${queue}${POISON}`;
  return queue.endsWith(POISON) || name.length > LONGEST_NAME ? undefined : name;
}
