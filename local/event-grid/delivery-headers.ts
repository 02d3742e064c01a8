// cspell:ignore cloudevents
import { valueAt } from './filter';
import type { DeliveryAttribute, EventSubscription, StoredEvent } from './model';

/** Whom Event Grid says to be where CloudEvents webhooks ask for the origin. */
export const ORIGIN = 'eventgrid.azure.net';

/** After https://learn.microsoft.com/azure/event-grid/handler-webhooks; the name is upper case as sent by Azure. */
export function headersOf(
  subscription: EventSubscription,
  events: readonly StoredEvent[],
  deliveryCount: number,
): Record<string, string> {
  return {
    ...attributeHeaders(subscription, events),
    'aeg-event-type': 'Notification',
    'aeg-subscription-name': subscription.name.toUpperCase(),
    'aeg-delivery-count': String(deliveryCount),
    ...versionsOf(subscription, events),
    ...(events.length === 1 && { 'aeg-output-event-id': events[0]?.event.id ?? '' }),
    ...contentOf(subscription),
  };
}

function versionsOf({ eventDeliverySchema }: EventSubscription, events: readonly StoredEvent[]) {
  switch (eventDeliverySchema) {
    case 'EventGridSchema':
    case 'CustomInputSchema':
      return { 'aeg-data-version': events[0]?.event.dataVersion ?? '', 'aeg-metadata-version': '1' };
    // The version of the specification; a data version does not apply.
    case 'CloudEventSchemaV1_0':
      return { 'aeg-metadata-version': '1.0' };
    default:
      return eventDeliverySchema satisfies never;
  }
}

function contentOf({ eventDeliverySchema, batching }: EventSubscription): Record<string, string> {
  if (eventDeliverySchema !== 'CloudEventSchemaV1_0') return { 'content-type': 'application/json; charset=utf-8' };
  const batched = batching.maxEventsPerBatch > 1;
  return {
    'content-type': `application/cloudevents${batched ? '-batch' : ''}+json; charset=utf-8`,
    'webhook-request-origin': ORIGIN,
  };
}

/** The subscriber's own headers; those of a property of the event are of the first where several go at once. */
export function attributeHeaders(
  { deliveryAttributeMappings = [] }: EventSubscription,
  events: readonly StoredEvent[],
): Record<string, string> {
  const values = deliveryAttributeMappings.map((one) => [one.name.toLowerCase(), valueOf(one, events[0])] as const);
  return Object.fromEntries(values.filter((entry): entry is [string, string] => isHeaderValue(entry[1])));
}

function valueOf(attribute: DeliveryAttribute, first: StoredEvent | undefined): string | undefined {
  switch (attribute.type) {
    case 'Static':
      return attribute.properties.value;
    case 'Dynamic': {
      const value = first && valueAt(first.event, attribute.properties.sourceField);
      return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined;
    }
    default:
      return attribute satisfies never;
  }
}

const LONGEST_VALUE = 4096;
/** What a field of HTTP may hold: RFC 9110, section 5.5. Anything else is dropped. */
const isHeaderValue = (value: string | undefined): boolean =>
  value !== undefined && /^[\t\x20-\x7e\x80-\xff]*$/.test(value) && Buffer.byteLength(value) <= LONGEST_VALUE;

const MOST_ATTRIBUTES = 10;

/** Why Event Grid would not take the headers; undefined when it would. */
export function attributesFault({ deliveryAttributeMappings = [] }: EventSubscription): string | undefined {
  if (deliveryAttributeMappings.length > MOST_ATTRIBUTES) return `More than ${MOST_ATTRIBUTES} delivery properties.`;
  for (const one of deliveryAttributeMappings) {
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(one.name)) return `'${one.name}' is no name of a header.`;
    if (one.name.toLowerCase().startsWith('aeg-')) return `Names that begin with 'aeg-' are Event Grid's own.`;
    if (one.type === 'Static' && Buffer.byteLength(one.properties.value) > LONGEST_VALUE)
      return `The value of '${one.name}' is longer than ${LONGEST_VALUE} bytes.`;
  }
  return undefined;
}
