import type { FieldWithDefault, GridEvent, InputSchemaMapping } from './model';
import { invalid, isFields, isText, isTime, type Fields, type Parsed } from './reading';

export interface CustomTopicInput {
  readonly mapping: InputSchemaMapping;
  readonly resourceId: string;
  readonly now: number;
  readonly newId: () => string;
}

/**
 * Reads an array of events of the publisher's own shape, after https://learn.microsoft.com/azure/event-grid/input-mappings:
 * the whole event becomes the data.
 */
export function parseCustomEvents(body: unknown, input: CustomTopicInput): Parsed {
  if (!Array.isArray(body)) return invalid('The body must be a JSON array of events.');
  const events: GridEvent[] = [];
  for (const one of body as unknown[]) {
    if (!isFields(one)) return invalid('An event must be a JSON object.');
    const mapped = mappedFrom(one, input.mapping);
    const { eventType, subject, dataVersion, eventTime } = mapped;
    if (eventType === undefined || subject === undefined || dataVersion === undefined)
      return invalid('The mapping of the topic gives the event no type, no subject or no data version.');
    if (eventTime !== undefined && !isTime(eventTime)) return invalid('The mapped time is no date.');
    events.push({
      id: mapped.id ?? input.newId(),
      source: mapped.topic ?? input.resourceId,
      subject,
      type: eventType,
      time: eventTime ?? new Date(input.now).toISOString(),
      data: one,
      schema: 'CustomEventSchema',
      dataVersion,
      attributes: {},
    });
  }
  return { kind: 'events', events };
}

function mappedFrom(event: Fields, mapping: InputSchemaMapping) {
  const of = (field: FieldWithDefault | undefined): string | undefined => {
    const value = field?.sourceField === undefined ? undefined : event[field.sourceField];
    return isText(value) ? value : field?.defaultValue;
  };
  return {
    id: of(mapping.id),
    topic: of(mapping.topic),
    eventTime: of(mapping.eventTime),
    eventType: of(mapping.eventType),
    subject: of(mapping.subject),
    dataVersion: of(mapping.dataVersion),
  };
}
