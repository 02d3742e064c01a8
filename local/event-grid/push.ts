// cspell:ignore cloudevents
import { NoAnswer, type Post } from '../kit/post';
import type { Destination, EventSubscription, Outcome, StoredEvent } from './model';
import { outcomeOf } from './retry';
import { render } from './schema';

export interface PushOptions {
  readonly post: Post;
  /** Where the functions host takes Event Grid's events for a function, its key included. */
  readonly functionUrl: (functionName: string) => string;
  /** An Entra token with which Event Grid calls a protected webhook. */
  readonly deliveryToken: (audience: string) => Promise<string>;
}

export interface PushResult {
  readonly status: number | null;
  readonly outcome: Outcome;
}

/** Sends events to a subscriber in one request. `deliveryCount` is 0 the first time. */
export type Push = (
  subscription: EventSubscription,
  events: readonly StoredEvent[],
  deliveryCount: number,
) => Promise<PushResult>;

/** Whom Event Grid says to be where CloudEvents webhooks ask for the origin. */
export const ORIGIN = 'eventgrid.azure.net';

export function createPush(options: PushOptions): Push {
  return async (subscription, events, deliveryCount) => {
    try {
      const { status } = await options.post({
        url: urlOf(subscription.destination, options.functionUrl),
        headers: {
          ...headersOf(subscription, events, deliveryCount),
          ...(await authorizationOf(subscription.destination, options.deliveryToken)),
        },
        body: bodyOf(subscription, events),
      });
      return { status, outcome: outcomeOf(status, null) };
    } catch (error) {
      if (error instanceof NoAnswer) return { status: null, outcome: outcomeOf(null, error.code) };
      // A token or an address that cannot be had: the event must not be lost for it, nor the reason go unseen.
      process.stderr.write(`local Event Grid: a delivery to ${subscription.name} was not made: ${String(error)}\n`);
      return { status: null, outcome: 'Aborted' };
    }
  };
}

export function urlOf(destination: Destination, functionUrl: (functionName: string) => string): string {
  return destination.kind === 'webhook' ? destination.url : functionUrl(destination.functionName);
}

export async function authorizationOf(
  destination: Destination,
  deliveryToken: (audience: string) => Promise<string>,
): Promise<Record<string, string>> {
  if (destination.kind !== 'webhook' || destination.entraAudience === null) return {};
  return { authorization: `Bearer ${await deliveryToken(destination.entraAudience)}` };
}

/** After https://learn.microsoft.com/azure/event-grid/handler-webhooks; the name is upper case as sent by Azure. */
function headersOf(
  { name, eventDeliverySchema, batching }: EventSubscription,
  events: readonly StoredEvent[],
  deliveryCount: number,
): Record<string, string> {
  const common = {
    'aeg-event-type': 'Notification',
    'aeg-subscription-name': name.toUpperCase(),
    'aeg-delivery-count': String(deliveryCount),
    'aeg-data-version': events[0]?.event.dataVersion ?? '',
    'aeg-metadata-version': '1',
  };
  if (eventDeliverySchema === 'EventGridSchema')
    return { ...common, 'content-type': 'application/json; charset=utf-8' };
  const batched = batching.maxEventsPerBatch > 1;
  return {
    ...common,
    'content-type': `application/cloudevents${batched ? '-batch' : ''}+json; charset=utf-8`,
    'webhook-request-origin': ORIGIN,
  };
}

/** CloudEvents go alone, without an array, where the subscription does not batch. */
function bodyOf({ eventDeliverySchema, batching }: EventSubscription, events: readonly StoredEvent[]): string {
  const rendered = events.map(({ event }) => render(event, eventDeliverySchema));
  const alone = eventDeliverySchema === 'CloudEventSchemaV1_0' && batching.maxEventsPerBatch === 1;
  return JSON.stringify(alone ? rendered[0] : rendered);
}
