import { never } from '../lib/never';
import type { InteractionEvent } from './events';
import { withLeg, without, type Party } from './party';
import { partiesOf, type Interaction } from './state';

/** What happens to those whom agents bring in. */
export type ConsultEvent = Extract<
  InteractionEvent,
  { type: 'consultBegan' | 'partyAnswered' | 'partyJoined' | 'partyGone' | 'handedOn' }
>;

const TYPES: ReadonlySet<InteractionEvent['type']> = new Set<InteractionEvent['type']>([
  'consultBegan',
  'partyAnswered',
  'partyJoined',
  'partyGone',
  'handedOn',
]);

export const isConsult = (event: InteractionEvent): event is ConsultEvent => TYPES.has(event.type);

/** Those who are in the call beside customer and agent after an event. */
export function partiesAfter(state: Interaction, event: ConsultEvent): readonly Party[] {
  const parties = partiesOf(state);
  switch (event.type) {
    case 'consultBegan': {
      const { partyId, who, untilAt, isBlind } = event;
      return [...parties, { partyId, who, leg: { name: 'ringing', untilAt, isBlind } }];
    }
    case 'partyAnswered':
      return withLeg(parties, event.partyId, { name: 'private' });
    case 'partyJoined':
      return withLeg(parties, event.partyId, { name: 'joined' });
    case 'partyGone':
      return without(parties, event.partyId);
    case 'handedOn':
      return parties.map((party) => ({ ...party, leg: { name: 'joined' } }));
    default:
      return never(event);
  }
}
