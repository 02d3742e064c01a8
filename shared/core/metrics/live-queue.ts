import type { InteractionEvent } from '../interaction/events';

/** An open interaction. Figures that an earlier release wrote name no queue until it waits again. */
export interface LiveOpen {
  readonly channel: string;
  readonly openedAt: number;
  /** The queue that it waits in, or came from; absent while it never was in one. */
  readonly queueId?: string;
  /** The queue that an agent asks to take it over. */
  readonly askedQueueId?: string;
}

/** Whose it is after an event: the same rule by which supervisors see interactions one by one. */
export function withQueue({ askedQueueId, ...open }: LiveOpen, event: InteractionEvent): LiveOpen {
  if (event.type === 'queued') return { ...open, queueId: event.visit.queueId };
  if (event.type === 'handoverBegan') return { ...open, askedQueueId: event.visit.queueId };
  if (askedQueueId === undefined || event.type === 'handoverFailed') return open;
  return event.type === 'handedOver' ? { ...open, queueId: askedQueueId } : { ...open, askedQueueId };
}
