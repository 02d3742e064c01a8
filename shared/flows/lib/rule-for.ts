import type { Queue } from '../../core/config/compiled';
import { holds } from '../../core/flow/expression';
import { decodePosition } from '../../core/flow/position-codec';
import type { ChannelKind, QueueVisit } from '../../core/interaction/state';

/**
 * The first rule of the queue that holds for what the visit's flow knows of the customer; undefined where none does. It is judged here and
 * not in the shard, because what is known of a customer must not come into a journal.
 */
export function ruleFor(queue: Queue | undefined, visit: QueueVisit, channel: ChannelKind): string | undefined {
  if (queue === undefined || queue.rules.length === 0) return undefined;
  const known: Readonly<Record<string, string>> = { ...variablesOf(visit), language: visit.language, channel };
  return queue.rules.find(({ when }) => holds(when, (name) => known[name]))?.id;
}

/** What the flow has learnt of the customer by the time they wait. */
export function variablesOf({ position }: Pick<QueueVisit, 'position'>): Readonly<Record<string, string>> {
  const place = decodePosition(position);
  return place !== null && 'memory' in place ? place.memory : {};
}
