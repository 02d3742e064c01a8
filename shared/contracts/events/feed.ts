import { z } from 'zod';
import type { InteractionEvent } from '../../core/interaction/events';
import type { ChannelKind } from '../../core/interaction/state';
import type { MeasuredEvent } from '../../core/metrics/measured';
import { upcastOf } from '../../core/stored/upcast';

/** The timeline events among the documents of the change feed; snapshots and messages pass by too. */
const schema = z.object({
  kind: z.literal('events'),
  tenantId: z.string(),
  interactionId: z.string(),
  channel: z.enum(['voice', 'chat', 'sms', 'email']),
  /** The number of the first event. */
  seq: z.number(),
  /** Written by our own store from the closed union: their shape is not checked again. */
  events: z.array(z.looseObject({ type: z.string(), at: z.number() })),
});

export const measuredEvents = (documents: readonly unknown[]): readonly MeasuredEvent[] =>
  documents.flatMap((document) => {
    const { data } = schema.safeParse(upcastOf(document));
    if (data === undefined) return [];
    const { tenantId, interactionId, seq, events } = data;
    const channel: ChannelKind = data.channel;
    return events.map((event, index) => ({
      eventId: `${interactionId}/${seq + index}`,
      tenantId,
      interactionId,
      channel,
      event: event as unknown as InteractionEvent,
    }));
  });
