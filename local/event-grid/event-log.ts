import type { Store } from '../kit/store';
import type { Delivery, GridEvent, StoredEvent } from './model';

/** Events and what became of them, on disk; reads answer from memory. */
export interface EventLog {
  /** Stores events with their deliveries in one transaction; durable when it resolves. */
  append(entries: readonly NewEntry[]): Promise<Delivery[]>;
  event(key: string): StoredEvent | undefined;
  delivery(of: Pick<Delivery, 'eventKey' | 'subscription'>): Delivery | undefined;
  deliveriesOf(eventKey: string): Delivery[];
  update(delivery: Delivery): Promise<void>;
  unfinished(): Delivery[];
  /** The newest first. */
  recent(limit: number): StoredEvent[];
  /** All with this event id: publishers may use one twice. */
  withId(id: string): StoredEvent[];
}

export interface NewEntry {
  readonly topic: string;
  readonly event: GridEvent;
  readonly publishedAt: number;
  readonly deliveries: readonly { readonly subscription: string; readonly dueAt: number }[];
}

/** Finished events are kept for the console; beyond these the oldest go. */
const EVENTS_KEPT = 1000;

export const isFinished = ({ state }: Delivery): boolean => state.kind !== 'due' && state.kind !== 'deadLettering';

const surplusOf = (keys: readonly string[], forgettable: (key: string) => boolean) =>
  keys.slice(0, Math.max(0, keys.length - EVENTS_KEPT)).filter(forgettable);

export function openEventLog(store: Store): EventLog {
  const storedEvents = store.collection<StoredEvent>('event_grid_events');
  const storedDeliveries = store.collection<Delivery>('event_grid_deliveries');
  const events = new Map(storedEvents.values().map((event) => [event.key, event]));
  const deliveries = new Map<string, Map<string, Delivery>>();
  const of = (eventKey: string) => [...(deliveries.get(eventKey)?.values() ?? [])];
  let next = Math.max(0, ...[...events.keys()].map(Number)) + 1;

  function remember(delivery: Delivery): void {
    const siblings = deliveries.get(delivery.eventKey) ?? new Map<string, Delivery>();
    deliveries.set(delivery.eventKey, siblings.set(delivery.subscription, delivery));
  }
  storedDeliveries.values().forEach(remember);

  function put(delivery: Delivery): Promise<void> {
    remember(delivery);
    return storedDeliveries.put(`${delivery.eventKey}/${delivery.subscription}`, delivery);
  }

  async function append(entries: readonly NewEntry[]): Promise<Delivery[]> {
    const writes: Promise<void>[] = [];
    const made = entries.flatMap(({ topic, event, publishedAt, deliveries: wanted }) => {
      const key = String(next++).padStart(12, '0');
      const stored: StoredEvent = { key, topic, publishedAt, event };
      events.set(key, stored);
      writes.push(storedEvents.put(key, stored));
      return wanted.map(({ subscription, dueAt }): Delivery => {
        return { eventKey: key, topic, subscription, state: { kind: 'due', at: dueAt }, attempts: [] };
      });
    });
    writes.push(...made.map(put), ...forgetOldest());
    await Promise.all(writes);
    return made;
  }

  function forgetOldest(): Promise<void>[] {
    return surplusOf([...events.keys()], (key) => of(key).every(isFinished)).flatMap((key) => {
      const gone = of(key).map(({ subscription }) => storedDeliveries.delete(`${key}/${subscription}`));
      events.delete(key);
      deliveries.delete(key);
      return [...gone, storedEvents.delete(key)];
    });
  }

  return {
    append,
    event: (key) => events.get(key),
    delivery: ({ eventKey, subscription }) => deliveries.get(eventKey)?.get(subscription),
    deliveriesOf: of,
    update: put,
    unfinished: () => [...events.keys()].flatMap(of).filter((delivery) => !isFinished(delivery)),
    recent: (limit) => [...events.values()].slice(-limit).reverse(),
    withId: (id) => [...events.values()].filter(({ event }) => event.id === id),
  };
}
