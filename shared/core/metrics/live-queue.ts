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
  switch (event.type) {
    case 'queued':
      return { ...open, queueId: event.visit.queueId };
    case 'handoverBegan':
      return { ...open, askedQueueId: event.visit.queueId };
    case 'handedOver':
      return askedQueueId === undefined ? open : { ...open, queueId: askedQueueId };
    case 'handoverFailed':
      return open;
    default:
      return askedQueueId === undefined ? open : { ...open, askedQueueId };
  }
}
