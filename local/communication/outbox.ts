import type { Clock } from '../kit/clock';
import type { Store } from '../kit/store';
import type { Work } from '../kit/work';
import type { Ids } from './ids';

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

/** What a part of the service has to say; the envelope is put around it when it is due. */
export interface News {
  /** Without the name space: `SMSReceived`. */
  readonly type: string;
  readonly subject: string;
  readonly data: object;
  /** A new one when absent. */
  readonly id?: string;
}

/** Events to come, on disk: each is published at least once, however often the process dies. */
export interface Outbox {
  /** Durable when it resolves, together with what was written in the same turn; published `delayMs` later. */
  add(news: News, delayMs?: number): Promise<void>;
  /** How many wait, or are under way. */
  readonly waiting: number;
}

export interface OutboxOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly work: Work;
  readonly ids: Ids;
  /** Resource path of the Communication Services resource. */
  readonly topic: string;
  readonly publish: (event: GridEvent) => Promise<void>;
}

interface Entry {
  readonly news: Required<News>;
  readonly dueAt: number;
}

const TRY_AGAIN_AFTER_MS = 1_000;

export function createOutbox({ store, clock, work, ids, topic, publish }: OutboxOptions): Outbox {
  const entries = store.collection<Entry>('communication_outbox');

  async function deliver(key: string): Promise<void> {
    const entry = entries.get(key);
    if (!entry) return;
    try {
      await publish(envelope(entry.news, topic, clock.now()));
    } catch {
      clock.after(TRY_AGAIN_AFTER_MS, () => deliver(key));
      return;
    }
    await entries.delete(key);
  }

  function arm(key: string, dueAt: number): void {
    if (dueAt > clock.now()) clock.at(dueAt, () => deliver(key));
    else void work.run(() => deliver(key), 'communication event');
  }

  for (const key of entries.ids()) arm(key, entries.get(key)?.dueAt ?? 0);

  return {
    async add(news, delayMs = 0) {
      const key = String(ids.count('event')).padStart(12, '0');
      const entry = { news: { id: ids.next('event id'), ...news }, dueAt: clock.now() + delayMs };
      await entries.put(key, entry);
      arm(key, entry.dueAt);
    },
    get waiting() {
      return entries.ids().length;
    },
  };
}

const envelope = ({ id, type, subject, data }: Required<News>, topic: string, now: number): GridEvent => ({
  id,
  topic,
  subject,
  eventType: `Microsoft.Communication.${type}`,
  eventTime: new Date(now).toISOString(),
  data,
  dataVersion: '1.0',
  metadataVersion: '1',
});
