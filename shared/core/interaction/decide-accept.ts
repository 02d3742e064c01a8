import type { Act } from './acts';
import type { InteractionCommand } from './commands';
import { decided, ignored, type Decision } from './decision';
import { handoverOf, inCharge, leaving, senderActs } from './decide-transfer';
import type { InteractionEvent, OfferEnd } from './events';
import { endedVisit } from './outcomes';
import { liveOffers, visitOf } from './phases';
import { completion, openSegment } from './segments';
import { hasCall, type Interaction, type LiveOffer, type Segment } from './state';

type Of<Type extends InteractionCommand['type']> = Extract<InteractionCommand, { type: Type }>;

/** The shard gave the interaction to an agent: messages are answered now, a call once the agent presses Connect. */
export function accept(command: Of<'accept'>, state: Interaction): Decision {
  const { at, agentId, offerId, assignmentId, shardId } = command;
  if (state.segments.some((segment) => segment.assignmentId === assignmentId)) return ignored('alreadyAccepted');
  const { phase } = state;
  const handedBy = handsTo(command, state);
  if (phase.name !== 'queued' && phase.name !== 'alerting' && handedBy === undefined) {
    const giveBack: Act = { kind: 'release', assignmentId, agentId, shardId, cause: 'returned', wrapUpMs: 0 };
    return { kind: 'refused', reason: 'notQueued', acts: [giveBack] };
  }
  const isCall = hasCall(state);
  const isCallback = !isCall && state.deferred?.kind === 'callback';
  const connectBy = isCallback ? at + command.connectWithinMs + DIAL_WITHIN_MS : at + command.connectWithinMs;
  const taken = command.taken === undefined ? {} : { taken: command.taken };
  const by = isCall || isCallback ? connectBy : null;
  const event: InteractionEvent = {
    ...{ type: 'accepted', at, offerId, agentId, assignmentId, shardId, connectBy: by },
    ...taken,
  };
  const notes = ownNotes(command, state);
  const sent = handedBy === undefined ? [] : [leaving(handedBy, at, command.senderWrapUpMs)];
  const told = [...notes.acts, ...toldOf(command, state, handedBy)];
  if (isCallback) {
    const attempt = state.deferred.attempts + 1;
    return decided(
      [...notes.events, event, { type: 'dialled', at, agentId }],
      [{ kind: 'dialCustomer', agentId, attempt }, ...told],
    );
  }
  const events = [...notes.events, event, ...sent];
  if (isCall) return decided(events, [{ kind: 'holdCustomer' }, { kind: 'ringAgent', agentId, assignmentId }, ...told]);
  const visit = visitOf(phase);
  const answered = visit === null ? [] : endedVisit(visit, at, 'answered');
  return decided([...events, ...answered], [{ kind: 'relayWaiting', agentId }, ...told]);
}

/** Who hears of it: the sender if there is one, and all who look at it. */
function toldOf(command: Of<'accept'>, state: Interaction, sender?: Segment): Act[] {
  const { offerId, agentId, senderWrapUpMs } = command;
  const others = liveOffers(state.phase).filter((offer) => offer.offerId !== offerId);
  return [
    ...(sender === undefined ? [] : senderActs(sender, senderWrapUpMs, state)),
    { kind: 'withdrawOffer', offerId, agentId, end: 'accepted' },
    ...others.map((offer): Act => ({ kind: 'withdrawOffer', ...offer, end: endOfOther(offer, command) })),
    { kind: 'tell', signal: 'assigned' },
  ];
}

/**
 * Of an offer that somebody looked at as it was accepted. The shard lets an agent look at one offer of a customer at a time: an older
 * one of their own ended, and whoever was to say how died. Who took the customer by hand has them by the card that they looked at.
 */
function endOfOther(offer: LiveOffer, { agentId, taken }: Of<'accept'>): OfferEnd | 'accepted' {
  if (offer.agentId !== agentId) return 'acceptedElsewhere';
  return taken === undefined ? 'unreachable' : 'accepted';
}

/** The agent who hands the customer over to whoever accepts. */
function handsTo({ visitId, agentId }: Of<'accept'>, state: Interaction): Segment | undefined {
  const handover = handoverOf(state);
  const isNamed = handover?.to.kind === 'agent' && handover.to.agentId === agentId;
  return isNamed && handover.visit.visitId === visitId ? inCharge(state) : undefined;
}

/** Somebody who gets a customer back is not still writing notes about them. */
function ownNotes({ at, agentId }: Of<'accept'>, state: Interaction): { events: InteractionEvent[]; acts: Act[] } {
  const segment = openSegment(state, agentId);
  if (segment?.state.name !== 'wrappingUp') return { events: [], acts: [] };
  return { events: [{ type: 'wrappedUp', at, agentId, code: null }], acts: [completion(segment)] };
}

/** How long the customer may take to answer, and to say that they are no machine. */
const DIAL_WITHIN_MS = 90_000;
