/** An event in the Event Grid schema: https://learn.microsoft.com/azure/event-grid/event-schema. */
export interface GridEvent {
  readonly id: string;
  readonly topic: string;
  readonly subject: string;
  readonly eventType: string;
  readonly eventTime: string;
  readonly data: object;
  readonly dataVersion: '1.0';
  readonly metadataVersion: '1';
}

/** What an event tells. */
interface Told {
  readonly id: string;
  /** Without the name space: `SMSReceived`. */
  readonly type: string;
  readonly subject: string;
  readonly data: object;
}

/** `topic`: resource path of the Communication Services resource. */
export const gridEventOf = ({ id, type, subject, data }: Told, topic: string, now: number): GridEvent => ({
  id,
  topic,
  subject,
  eventType: `Microsoft.Communication.${type}`,
  eventTime: new Date(now).toISOString(),
  data,
  dataVersion: '1.0',
  metadataVersion: '1',
});
