import { randomUUID } from 'node:crypto';
import { NoAnswer, type IncomingAnswer } from '../kit/post';
import { attributeHeaders, ORIGIN } from './delivery-headers';
import type { EventSubscription, Topic } from './model';
import { authorizationOf, type PushOptions } from './push';

/** Whether a webhook wants the events; `awaiting` leaves it to somebody who opens the validation URL. */
export type Handshake =
  | { readonly kind: 'validated' }
  | { readonly kind: 'awaiting'; readonly code: string }
  | { readonly kind: 'failed'; readonly reason: string };

interface HandshakeOptions extends PushOptions {
  readonly now: number;
  readonly topic: Topic;
  /** What the webhook's owner opens to validate by hand. */
  readonly validationUrl: (code: string) => string;
}

/**
 * Asks a webhook before it gets events, after https://learn.microsoft.com/azure/event-grid/end-point-validation-event-grid-events-schema
 * and its CloudEvents sister. Functions need no asking: Azure knows that they are the subscriber's own.
 */
export async function shakeHands(subscription: EventSubscription, options: HandshakeOptions): Promise<Handshake> {
  const { destination, eventDeliverySchema } = subscription;
  if (destination.kind === 'azureFunction') return { kind: 'validated' };
  const code = randomUUID();
  const ask = eventDeliverySchema === 'CloudEventSchemaV1_0' ? askByOptions : askByEvent;
  try {
    return await ask(subscription, destination.url, code, options);
  } catch (error) {
    if (error instanceof NoAnswer) return { kind: 'failed', reason: error.message };
    throw error;
  }
}

async function askByEvent(
  subscription: EventSubscription,
  url: string,
  code: string,
  { post, now, topic, validationUrl, deliveryToken }: HandshakeOptions,
): Promise<Handshake> {
  const event = {
    id: randomUUID(),
    topic: topic.resourceId,
    subject: '',
    data: { validationCode: code, validationUrl: validationUrl(code) },
    eventType: 'Microsoft.EventGrid.SubscriptionValidationEvent',
    eventTime: new Date(now).toISOString(),
    metadataVersion: '1',
    dataVersion: '2',
  };
  const answer = await post({
    url,
    headers: {
      ...attributeHeaders(subscription, []),
      'content-type': 'application/json; charset=utf-8',
      'aeg-event-type': 'SubscriptionValidation',
      'aeg-subscription-name': subscription.name.toUpperCase(),
      'aeg-delivery-count': '0',
      'aeg-data-version': '2',
      'aeg-metadata-version': '1',
      ...(await authorizationOf(subscription.destination, deliveryToken)),
    },
    body: JSON.stringify([event]),
  });
  if (answer.status !== 200) return refusedWith(answer);
  return echoed(answer) === code ? { kind: 'validated' } : { kind: 'awaiting', code };
}

async function askByOptions(
  subscription: EventSubscription,
  url: string,
  code: string,
  { post, validationUrl, deliveryToken }: HandshakeOptions,
): Promise<Handshake> {
  const answer = await post({
    url,
    method: 'OPTIONS',
    headers: {
      ...attributeHeaders(subscription, []),
      'webhook-request-origin': ORIGIN,
      'webhook-request-callback': validationUrl(code),
      ...(await authorizationOf(subscription.destination, deliveryToken)),
    },
    body: '',
  });
  if (answer.status !== 200) return refusedWith(answer);
  const allowed = answer.headers['webhook-allowed-origin'];
  return allowed === '*' || allowed?.toLowerCase() === ORIGIN ? { kind: 'validated' } : { kind: 'awaiting', code };
}

const refusedWith = ({ status }: IncomingAnswer): Handshake => ({
  kind: 'failed',
  reason: `The webhook answered ${status} to the validation; only 200 counts.`,
});

function echoed({ body }: IncomingAnswer): unknown {
  try {
    return (JSON.parse(body) as { validationResponse?: unknown }).validationResponse;
  } catch {
    return undefined;
  }
}
