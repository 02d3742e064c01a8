import type { Act } from './acts';
import { partiesOf, type Interaction } from './state';

/** Whoever was brought in for an agent is taken out when the agent is gone: they are no help to a customer in a queue. */
export const partyActs = (state: Interaction): Act[] =>
  partiesOf(state).map(({ partyId, who }) => ({ kind: 'removeParty', partyId, who }));
