import type { Disturbance } from './faults';
import type { Delivery, StoredEvent } from './model';

/** An event with what became of it. */
export interface EventReport extends StoredEvent {
  readonly deliveries: readonly Delivery[];
}

/** What the console, scenarios and tests see of Event Grid and do to it. */
export interface EventSimulator {
  /** The newest events, the newest first. */
  recent(limit: number): EventReport[];
  /** Delivers an event again, to all its subscriptions or one; tells to how many. */
  repeat(eventId: string, subscription?: string): number;
  /** Delivers nothing for so long; afterwards everything. */
  silence(forMs: number): void;
  /** Disturbs deliveries of events published from now on; `UNDISTURBED` ends it. */
  disturb(disturbance: Disturbance): void;
}
