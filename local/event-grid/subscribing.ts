import type { Clock } from '../kit/clock';
import { attributesFault } from './delivery-headers';
import { filterFault } from './filter';
import { shakeHands } from './handshake';
import type { EventSubscription, Topic } from './model';
import type { PushOptions } from './push';
import type { KnownSubscription, Subscriptions } from './subscriptions';

/** What became of a wish to subscribe. */
export type Subscribed =
  | { readonly kind: 'active' }
  /** The webhook did not echo the code; its owner may still open the validation URL. */
  | { readonly kind: 'awaitingValidation'; readonly validationUrl: string }
  | { readonly kind: 'refused'; readonly reason: string };

interface SubscribingOptions extends PushOptions {
  readonly clock: Clock;
  readonly topics: readonly Topic[];
  readonly url: () => string;
  readonly subscriptions: Subscriptions;
}

const VALIDATED_BY_HAND_WITHIN_MS = 10 * 60_000;

/** Creates or replaces a subscription. Another destination is validated anew. */
export async function subscribe(options: SubscribingOptions, subscription: EventSubscription): Promise<Subscribed> {
  const { subscriptions, clock } = options;
  const { topic: topicName, name } = subscription;
  const topic = options.topics.find((one) => one.name === topicName);
  if (topic === undefined) return { kind: 'refused', reason: `There is no topic '${topicName}'.` };
  const fault = faultOf(subscription, topic);
  if (fault !== undefined) return { kind: 'refused', reason: fault };
  const validationUrl = (code: string) => `${options.url()}/_validate/${topicName}/${name}?code=${code}`;
  const shaken = isValidatedAlready(subscriptions.get(topicName, name), subscription)
    ? ({ kind: 'validated' } as const)
    : await shakeHands(subscription, { ...options, topic, now: clock.now(), validationUrl });
  switch (shaken.kind) {
    case 'validated':
      await subscriptions.put({ subscription, awaiting: null });
      return { kind: 'active' };
    case 'awaiting': {
      const until = clock.now() + VALIDATED_BY_HAND_WITHIN_MS;
      await subscriptions.put({ subscription, awaiting: { code: shaken.code, until } });
      return { kind: 'awaitingValidation', validationUrl: validationUrl(shaken.code) };
    }
    case 'failed':
      return { kind: 'refused', reason: shaken.reason };
    default:
      return shaken satisfies never;
  }
}

function isValidatedAlready(before: KnownSubscription | undefined, wanted: EventSubscription): boolean {
  const asked = ({ destination, eventDeliverySchema }: EventSubscription) =>
    JSON.stringify([destination, eventDeliverySchema]);
  return before?.awaiting === null && asked(before.subscription) === asked(wanted);
}

function faultOf(subscription: EventSubscription, topic: Topic): string | undefined {
  const { maxDeliveryAttempts, eventTimeToLiveInMinutes } = subscription.retryPolicy;
  const { maxEventsPerBatch, preferredBatchSizeInKilobytes } = subscription.batching;
  if (!isBetween(maxDeliveryAttempts, 1, 30)) return 'maxDeliveryAttempts must be between 1 and 30.';
  if (!isBetween(eventTimeToLiveInMinutes, 1, 1440)) return 'eventTimeToLiveInMinutes must be between 1 and 1440.';
  if (!isBetween(maxEventsPerBatch, 1, 5000)) return 'maxEventsPerBatch must be between 1 and 5000.';
  if (!isBetween(preferredBatchSizeInKilobytes, 1, 1024))
    return 'preferredBatchSizeInKilobytes must be between 1 and 1024.';
  const cloudIn = topic.kind === 'custom' && topic.inputSchema === 'CloudEventSchemaV1_0';
  if (cloudIn && subscription.eventDeliverySchema !== 'CloudEventSchemaV1_0')
    return 'A topic of CloudEvents delivers CloudEvents only.';
  const customIn = topic.kind === 'custom' && topic.inputSchema === 'CustomEventSchema';
  if (!customIn && subscription.eventDeliverySchema === 'CustomInputSchema')
    return 'Only a topic of a custom input schema delivers events as they were published.';
  return attributesFault(subscription) ?? filterFault(subscription.filter);
}

const isBetween = (value: number, least: number, most: number) =>
  Number.isInteger(value) && value >= least && value <= most;
