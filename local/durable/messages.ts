import type { EventBody, HistoryEvent } from './protocol';
import type { ActivityMessage, EventMessage } from './state';

/** Makes events stamped with the hub's time, and the messages that carry them. */
export interface Envelopes {
  /** `EventId` is given for events that schedule something. */
  event(body: EventBody, eventId?: number): HistoryEvent;
  message(
    to: string,
    event: HistoryEvent,
    options?: { executionId?: string; dueAt?: number; isFromClient?: boolean },
  ): EventMessage;
  activity(message: Omit<ActivityMessage, 'id' | 'kind'>): ActivityMessage;
}

export function createEnvelopes(now: () => number, nextMessageId: () => number): Envelopes {
  const timestamp = createTimestamps(now);
  return {
    event: (body, eventId = -1) => ({ ...body, EventId: eventId, IsPlayed: false, Timestamp: timestamp() }),
    message: (to, event, { executionId, dueAt, isFromClient = false } = {}) => ({
      kind: 'event',
      id: nextMessageId(),
      to,
      executionId: executionId ?? null,
      event,
      dueAt: dueAt ?? null,
      isFromClient,
    }),
    activity: (message) => ({ kind: 'activity', id: nextMessageId(), ...message }),
  };
}

/** Many events come of one millisecond, and writing an instant costs more than all else of an event. */
function createTimestamps(now: () => number): () => string {
  let at = Number.NaN;
  let text = '';
  return () => {
    const instant = now();
    if (instant !== at) {
      at = instant;
      text = new Date(instant).toISOString();
    }
    return text;
  };
}
