import { never } from '../lib/never';
import type { InteractionEvent } from './events';
import { activeWith, notesUntil, toPhase, withSegment } from './evolve-parts';
import { consulted, withLeg, without, type Party } from './party';
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
function partiesAfter(state: Interaction, event: ConsultEvent): readonly Party[] {
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

/** The interaction after it. */
export function applyConsult(state: Interaction, event: ConsultEvent): Interaction {
  const own = state.phase.name === 'active' ? state.segments[state.phase.segment] : undefined;
  const after = withParties(state, partiesAfter(state, event));
  switch (event.type) {
    case 'consultBegan':
    case 'partyAnswered':
      return own === undefined ? after : withSegment(after, own.agentId, { name: 'consulting' });
    case 'partyJoined':
      return withSegment(after, event.agentId, { name: 'talking' });
    case 'partyGone':
      return own?.state.name === 'consulting' && isConsulted(state, event.partyId)
        ? withSegment(after, own.agentId, { name: 'onHold' })
        : after;
    case 'handedOn':
      return handedOn(withSegment(after, event.agentId, notesUntil(event.at, event.wrapUpBy)), event.at);
    default:
      return never(event);
  }
}

const isConsulted = (state: Interaction, partyId: string): boolean => consulted(partiesOf(state))?.partyId === partyId;

function withParties(state: Interaction, parties: readonly Party[]): Interaction {
  const { phase } = state;
  if (phase.name === 'handedOn') return toPhase(state, { ...phase, parties });
  if (phase.name !== 'active') return state;
  return toPhase(state, activeWith(phase, phase.handover, parties));
}

const handedOn = (state: Interaction, since: number): Interaction =>
  state.phase.name === 'active' ? toPhase(state, { name: 'handedOn', since, parties: partiesOf(state) }) : state;
