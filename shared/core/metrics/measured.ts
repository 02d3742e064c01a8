import type { InteractionEvent } from '../interaction/events';
import type { ChannelKind } from '../interaction/state';

/** A timeline event as the change feed hands it over. `eventId` is the same in every repeat. */
export interface MeasuredEvent {
  readonly eventId: string;
  readonly tenantId: string;
  readonly interactionId: string;
  readonly channel: ChannelKind;
  readonly event: InteractionEvent;
}

/** Figures are kept for a quarter of an hour each (design §5). */
export const INTERVAL_MS = 15 * 60_000;

/** The beginning of the interval that an instant falls in. */
export const intervalOf = (at: number): number => at - (at % INTERVAL_MS);

/** Events of some types. */
export type EventOf<Type extends InteractionEvent['type']> = Extract<InteractionEvent, { type: Type }>;

/** Whether an event is of one of these types: what counts them is exhaustive over those, and passes the others over. */
export const isOneOf =
  <Type extends InteractionEvent['type']>(...types: readonly Type[]) =>
  (event: InteractionEvent): event is EventOf<Type> =>
    (types as readonly string[]).includes(event.type);
