import { randomUUID } from 'node:crypto';
import type { DeadLetterReason, Delivery, EventSubscription, StoredEvent } from './model';
import { render } from './schema';

/** Writes a blob; the local Blob Storage's. Rejects when it cannot. */
export type WriteDeadLetter = (container: string, name: string, content: string) => Promise<void>;

/** As https://learn.microsoft.com/azure/event-grid/manage-event-delivery names them: `{SUBSCRIPTION}/{year}/{month}/{day}/{hour}/{guid}.json`. */
export function deadLetterName({ subscription }: Delivery, now: number): string {
  const at = new Date(now);
  const folder = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate(), at.getUTCHours()].join('/');
  return `${subscription.toUpperCase()}/${folder}/${randomUUID()}.json`;
}

/** An array with the event and why it is there, spelt as the delivery schema spells. */
export function deadLetterContent(
  { event, publishedAt }: StoredEvent,
  { attempts }: Delivery,
  { eventDeliverySchema }: EventSubscription,
  reason: DeadLetterReason,
): string {
  const last = attempts.at(-1);
  const facts = {
    deadLetterReason: reason,
    deliveryAttempts: attempts.length,
    lastDeliveryOutcome: last?.outcome ?? null,
    publishTime: new Date(publishedAt).toISOString(),
    lastDeliveryAttemptTime: last ? new Date(last.at).toISOString() : null,
  };
  const spelt = Object.entries(facts).map(([name, value]): [string, unknown] => [
    eventDeliverySchema === 'CloudEventSchemaV1_0' ? name.toLowerCase() : name,
    value,
  ]);
  const rendered = render(event, eventDeliverySchema);
  return JSON.stringify([{ ...(rendered as object), ...Object.fromEntries(spelt) }]);
}
