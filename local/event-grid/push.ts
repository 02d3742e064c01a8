import { NoAnswer, type Post } from '../kit/post';
import { headersOf } from './delivery-headers';
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

/** CloudEvents go alone, without an array, where the subscription does not batch. */
export function bodyOf({ eventDeliverySchema, batching }: EventSubscription, events: readonly StoredEvent[]): string {
  const rendered = events.map(({ event }) => render(event, eventDeliverySchema));
  const alone = eventDeliverySchema === 'CloudEventSchemaV1_0' && batching.maxEventsPerBatch === 1;
  return JSON.stringify(alone ? rendered[0] : rendered);
}
