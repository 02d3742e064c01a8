import { createDueList, type DueListParts } from './due-list';
import { gridEventOf, type GridEvent } from './grid-event';

/** What a part of the service has to say; the envelope is put around it when it is due. */
export interface News {
  /** Without the name space: `SMSReceived`. */
  readonly type: string;
  readonly subject: string;
  readonly data: object;
  /** A new one when absent. */
  readonly id?: string;
}

/** Events to come, on disk: each is published at least once, always under the same id. */
export interface Outbox {
  /** Durable when it resolves, together with what was written in the same turn; published `delayMs` later. */
  add(news: News, delayMs?: number): Promise<void>;
}

export interface OutboxOptions extends DueListParts {
  /** Resource path of the Communication Services resource. */
  readonly topic: string;
  readonly publish: (event: GridEvent) => Promise<void>;
}

export function createOutbox({ topic, publish, ...parts }: OutboxOptions): Outbox {
  const due = createDueList<Required<News>>(parts, 'events', (news) =>
    publish(gridEventOf(news, topic, parts.clock.now())),
  );
  return { add: (news, delayMs) => due.add({ id: parts.ids.next('event id'), ...news }, delayMs) };
}
