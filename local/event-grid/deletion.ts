import { randomUUID } from 'node:crypto';
import { headersOf } from './delivery-headers';
import type { EventSubscription, StoredEvent, Topic } from './model';
import { authorizationOf, bodyOf, type PushOptions } from './push';
import { systemEvent } from './schema';

/** Tells a webhook that its subscription is gone, once; nobody waits for what it answers. */
export async function tellDeletion(
  subscription: EventSubscription,
  topic: Topic,
  now: number,
  { post, deliveryToken }: PushOptions,
): Promise<void> {
  const { destination, name } = subscription;
  if (destination.kind !== 'webhook') return;
  const told: StoredEvent = { key: '', topic: topic.name, publishedAt: now, event: eventOf(topic, name, now) };
  // An event of Event Grid's own has no shape of the publisher's.
  const schema =
    subscription.eventDeliverySchema === 'CustomInputSchema' ? 'EventGridSchema' : subscription.eventDeliverySchema;
  const as = { ...subscription, eventDeliverySchema: schema };
  await post({
    url: destination.url,
    headers: {
      ...headersOf(as, [told], 0),
      'aeg-event-type': 'SubscriptionDeletion',
      ...(await authorizationOf(destination, deliveryToken)),
    },
    body: bodyOf(as, [told]),
  }).catch(() => undefined);
}

const eventOf = ({ resourceId }: Topic, name: string, now: number) =>
  systemEvent(
    {
      id: randomUUID(),
      eventType: 'Microsoft.EventGrid.SubscriptionDeletedEvent',
      subject: '',
      dataVersion: '2',
      data: { eventSubscriptionId: `${resourceId}/providers/Microsoft.EventGrid/eventSubscriptions/${name}` },
    },
    resourceId,
    now,
  );
