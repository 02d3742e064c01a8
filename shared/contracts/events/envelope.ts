import { z } from 'zod';

/** What every event has, whichever schema it came in. */
export interface Envelope {
  readonly id: string;
  readonly type: string;
  /** What it is about, where it says so. */
  readonly subject: string | null;
  /** When it was raised, by its own word; null when it does not say. */
  readonly at: number | null;
  readonly data: unknown;
}

const subject = z.string().nullish();

/**
 * Either schema of Event Grid. The version attribute of CloudEvents is not asked for: official samples misspell it, and a
 * `type` tells the schemas apart well enough. See https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md and
 * https://learn.microsoft.com/azure/event-grid/event-schema.
 */
const envelopeSchema = z.union([
  z
    .object({ id: z.string().min(1), type: z.string().min(1), time: z.string().nullish(), subject, data: z.unknown() })
    .transform(({ id, type, time, subject: about, data }) => ({ id, type, time, subject: about, data })),
  z
    .object({
      id: z.string().min(1),
      eventType: z.string().min(1),
      eventTime: z.string().nullish(),
      subject,
      data: z.unknown(),
    })
    .transform(({ id, eventType, eventTime, subject: about, data }) => ({
      id,
      type: eventType,
      time: eventTime,
      subject: about,
      data,
    })),
]);

/** The envelope of a CloudEvent or Event Grid event; undefined for what is neither. */
export function readEnvelope(event: unknown): Envelope | undefined {
  const parsed = envelopeSchema.safeParse(event);
  if (!parsed.success) return undefined;
  const { id, type, time, subject: about, data } = parsed.data;
  const at = Date.parse(time ?? '');
  return { id, type, subject: about ?? null, at: Number.isNaN(at) ? null : at, data };
}
