import type { DeliverySchema, GridEvent, SystemEvent } from './model';
import { invalid, isFields, isText, isTime, type Parsed } from './reading';

/** Reads an array in the Event Grid schema, after https://learn.microsoft.com/azure/event-grid/event-schema. */
export function parseGridEvents(body: unknown, resourceId: string): Parsed {
  if (!Array.isArray(body)) return invalid('The body must be a JSON array of events.');
  const events: GridEvent[] = [];
  for (const one of body as unknown[]) {
    const fault = gridFault(one, resourceId);
    if (fault !== undefined || !isFields(one)) return invalid(fault ?? 'An event must be a JSON object.');
    events.push({
      id: String(one['id']),
      source: resourceId,
      subject: String(one['subject']),
      type: String(one['eventType']),
      time: String(one['eventTime']),
      data: one['data'],
      schema: 'EventGridSchema',
      dataVersion: typeof one['dataVersion'] === 'string' ? one['dataVersion'] : '',
      attributes: {},
    });
  }
  return { kind: 'events', events };
}

function gridFault(event: unknown, resourceId: string): string | undefined {
  if (!isFields(event)) return 'An event must be a JSON object.';
  const absent = ['id', 'subject', 'eventType'].find((name) => !isText(event[name]));
  if (absent !== undefined) return `The required property '${absent}' is missing or empty.`;
  if (!isTime(event['eventTime'])) return `The property 'eventTime' is no date.`;
  if (!['string', 'undefined'].includes(typeof event['dataVersion'])) return `The property 'dataVersion' is no text.`;
  if (isText(event['topic']) && event['topic'] !== resourceId) return `The property 'topic' names another topic.`;
  if (event['metadataVersion'] !== undefined && event['metadataVersion'] !== '1')
    return `The property 'metadataVersion' must be '1'.`;
  return undefined;
}

const CLOUD_NAMES = ['id', 'source', 'subject', 'type', 'time', 'data', 'specversion'];

/** Reads one CloudEvent 1.0 or an array of them (JSON format, structured mode). */
export function parseCloudEvents(body: unknown, now: number): Parsed {
  const events: GridEvent[] = [];
  for (const one of Array.isArray(body) ? (body as unknown[]) : [body]) {
    const fault = cloudFault(one);
    if (fault !== undefined || !isFields(one)) return invalid(fault ?? 'An event must be a JSON object.');
    events.push({
      id: String(one['id']),
      source: String(one['source']),
      subject: isText(one['subject']) ? one['subject'] : '',
      type: String(one['type']),
      time: isTime(one['time']) ? one['time'] : new Date(now).toISOString(),
      data: one['data'],
      schema: 'CloudEventSchemaV1_0',
      dataVersion: '',
      attributes: Object.fromEntries(Object.entries(one).filter(([name]) => !CLOUD_NAMES.includes(name))),
    });
  }
  return { kind: 'events', events };
}

function cloudFault(event: unknown): string | undefined {
  if (!isFields(event)) return 'An event must be a JSON object.';
  const absent = ['id', 'source', 'type'].find((name) => !isText(event[name]));
  if (absent !== undefined) return `The required attribute '${absent}' is missing or empty.`;
  if (event['specversion'] !== '1.0') return `The attribute 'specversion' must be '1.0'.`;
  if (event['time'] !== undefined && !isTime(event['time'])) return `The attribute 'time' is no date.`;
  return undefined;
}

export const systemEvent = (event: SystemEvent, resourceId: string, now: number): GridEvent => ({
  id: event.id,
  source: resourceId,
  subject: event.subject,
  type: event.eventType,
  time: new Date(now).toISOString(),
  data: event.data,
  schema: 'EventGridSchema',
  dataVersion: event.dataVersion,
  attributes: {},
});

/** The event as a subscriber of the given schema gets it. */
export function render(event: GridEvent, schema: DeliverySchema): unknown {
  switch (schema) {
    case 'EventGridSchema':
      return {
        id: event.id,
        topic: event.source,
        subject: event.subject,
        eventType: event.type,
        data: event.data,
        dataVersion: event.dataVersion,
        metadataVersion: '1',
        eventTime: event.time,
      };
    case 'CloudEventSchemaV1_0':
      return {
        ...event.attributes,
        id: event.id,
        source: event.source,
        specversion: '1.0',
        type: event.type,
        ...(event.subject === '' ? {} : { subject: event.subject }),
        time: event.time,
        ...(event.data === undefined ? {} : { data: event.data }),
      };
    case 'CustomInputSchema':
      return event.data;
    default:
      return schema satisfies never;
  }
}
