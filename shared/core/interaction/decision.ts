import type { Act } from './acts';
import type { InteractionEvent } from './events';

/** Why a command changed nothing. */
export type IgnoredReason =
  | 'alreadyOpen'
  | 'unknown'
  | 'closed'
  | 'notInSelfService'
  | 'notParked'
  | 'notQueued'
  | 'alreadyPresented'
  | 'offerNotLive'
  | 'alreadyAccepted'
  | 'notConnecting'
  | 'notTheAgent'
  | 'notHolding'
  | 'notTalking'
  | 'notACall'
  | 'noParking'
  | 'notWrappingUp'
  | 'otherVisit'
  | 'alreadyEnded'
  | 'alreadyNudged'
  | 'handingOver'
  | 'notHandingOver'
  | 'sameAgent'
  | 'consulting'
  | 'notConsulting'
  | 'noCall'
  | 'notDialling'
  | 'stillDialling'
  | 'alreadyMeeting'
  | 'notMeeting'
  | 'nothingToDo';

/**
 * The answer to a command: events and the acts they ask for; or nothing, with the reason; or a refusal that still
 * has to put something outside right.
 */
export type Decision =
  | { readonly kind: 'decided'; readonly events: readonly InteractionEvent[]; readonly acts: readonly Act[] }
  | { readonly kind: 'refused'; readonly reason: IgnoredReason; readonly acts: readonly Act[] }
  | { readonly kind: 'ignored'; readonly reason: IgnoredReason };

/** What happened, and what is to be done about it. */
export const decided = (events: readonly InteractionEvent[], acts: readonly Act[]): Decision => ({
  kind: 'decided',
  events,
  acts,
});

/** The command does not fit the interaction as it stands: nothing happens. */
export const ignored = (reason: IgnoredReason): Decision => ({ kind: 'ignored', reason });
