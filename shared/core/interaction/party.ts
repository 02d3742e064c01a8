import type { AgentId } from '../lib/ids';

/** Somebody whom an agent brings into a call beside the customer. */
export type PartyTarget =
  /** Any Teams user; an agent of ours is rung as one too, without regard to what they hold. */
  | { readonly kind: 'expert'; readonly teamsUserId: string; readonly name: string; readonly agentId: AgentId | null }
  /** E.164. */
  | { readonly kind: 'number'; readonly number: string }
  /** A Teams auto attendant or call queue, by the object id of its resource account. */
  | { readonly kind: 'voiceApp'; readonly objectId: string; readonly name: string };

/** How far they are: `private` is with the agent while the customer hears music, `joined` is with everybody. */
export type PartyLeg =
  /** `isBlind`: whoever answers has the customer at once. */
  | { readonly name: 'ringing'; readonly untilAt: number; readonly isBlind: boolean }
  | { readonly name: 'private' }
  | { readonly name: 'joined' };

/** Somebody whom an agent brought into a call beside its customer. */
export interface Party {
  readonly partyId: string;
  readonly who: PartyTarget;
  readonly leg: PartyLeg;
}

/** Why somebody who was rung is not there. `left`: they were, and hung up. */
export type PartyFailure = 'busy' | 'declined' | 'notAnswered' | 'failed' | 'notAllowed' | 'cancelled' | 'left';

/** The party that the agent is asking, or talks with in private: one at a time. */
export const consulted = (parties: readonly Party[]): Party | undefined =>
  parties.find(({ leg }) => leg.name !== 'joined');

export const partyOf = (parties: readonly Party[], partyId: string): Party | undefined =>
  parties.find((party) => party.partyId === partyId);

export const withLeg = (parties: readonly Party[], partyId: string, leg: PartyLeg): readonly Party[] =>
  parties.map((party) => (party.partyId === partyId ? { ...party, leg } : party));

export const without = (parties: readonly Party[], partyId: string): readonly Party[] =>
  parties.filter((party) => party.partyId !== partyId);
