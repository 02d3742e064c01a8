import type { Act } from './acts';
import type { InteractionCommand } from './commands';
import { decided, ignored, type Decision } from './decision';
import type { ConnectFailure, InteractionEvent, OfferEnd } from './events';
import { liveOffers, visitOf } from './evolve';
import { handoverActs, handoverOf, inCharge, leaving, senderActs } from './decide-transfer';
import { partyActs } from './party-acts';
import { closingActs, endedVisit, forAnyone, freeLine, lineActs, release } from './outcomes';
import { callNumber, hasCall, isDialling, type Interaction, type Segment } from './state';

type Of<Type extends InteractionCommand['type']> = Extract<InteractionCommand, { type: Type }>;

/** The agent's segment that is not done, if there is one. */
export const openSegment = (state: Interaction, agentId: string): Segment | undefined =>
  state.segments.find((segment) => segment.agentId === agentId && segment.state.name !== 'done');

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
  const event: InteractionEvent = {
    type: 'accepted',
    at,
    offerId,
    agentId,
    assignmentId,
    shardId,
    connectBy: isCall || isCallback ? connectBy : null,
    ...(command.taken === undefined ? {} : { taken: command.taken }),
  };
  const others = liveOffers(phase).filter((offer) => offer.offerId !== offerId);
  const notes = ownNotes(command, state);
  const sent = handedBy === undefined ? [] : [leaving(handedBy, at, command.senderWrapUpMs)];
  const told: Act[] = [
    ...notes.acts,
    ...(handedBy === undefined ? [] : senderActs(handedBy, command.senderWrapUpMs, state)),
    { kind: 'withdrawOffer', offerId, agentId, end: 'accepted' },
    ...others.map((offer): Act => ({ kind: 'withdrawOffer', ...offer, end: 'acceptedElsewhere' })),
    { kind: 'tell', signal: 'assigned' },
  ];
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

/** A human pressed Connect: only now are customer and agent bridged (design, fact 7). */
export function connect(command: Of<'connect'>, state: Interaction): Decision {
  const { phase } = state;
  if (phase.name !== 'connecting') return ignored('notConnecting');
  if (isDialling(state)) return ignored('stillDialling');
  const segment = state.segments[phase.segment];
  if (segment?.agentId !== command.agentId) return ignored('notTheAgent');
  const { at, agentId } = command;
  return decided(
    [{ type: 'connected', at, agentId }, ...endedVisit(phase.visit, at, 'answered')],
    [
      { kind: 'bridge', agentId },
      { kind: 'withdrawOffer', offerId: segment.offerId, agentId, end: 'accepted' },
      { kind: 'showAgent', agentId, what: 'connected' },
      // The deadline of connecting is over: a look at it would cost more than this.
      { kind: 'tell', signal: 'connected' },
    ],
  );
}

const cardEndOf = (failure: ConnectFailure): OfferEnd =>
  failure === 'declined' || failure === 'agentLeft' ? 'declined' : 'ignored';

/** The accepted call did not reach its agent: the customer keeps the music and the place. */
export function failConnect(command: Of<'failConnect'>, state: Interaction): Decision {
  const { phase } = state;
  if (phase.name !== 'connecting') return ignored('notConnecting');
  // Whoever finds the customer not reached says so by `failDial`.
  if (isDialling(state)) return ignored('stillDialling');
  const segment = state.segments[phase.segment];
  if (segment?.agentId !== command.agentId) return ignored('notTheAgent');
  const { at, agentId, failure } = command;
  const again = forAnyone({ ...phase.visit, attempt: phase.visit.attempt + 1 });
  const isNamed = phase.visit.onlyAgentId !== undefined;
  const waits: InteractionEvent[] = isNamed ? [{ type: 'queued', at, visit: again, cause: 'transfer' }] : [];
  return decided(
    [{ type: 'connectFailed', at, agentId, failure }, ...waits],
    [
      { kind: 'removeAgent', agentId },
      release(segment, failure, 0),
      { kind: 'enqueue', visit: again, notBefore: 0, missedBy: { agentId, failure } },
      { kind: 'unholdCustomer' },
      { kind: 'startTreatment', visit: again },
      { kind: 'withdrawOffer', offerId: segment.offerId, agentId, end: cardEndOf(failure) },
      { kind: 'showAgent', agentId, what: 'connectFailed' },
    ],
  );
}

export function hold(command: Of<'hold'>, state: Interaction): Decision {
  if (!hasCall(state)) return ignored('notACall');
  if (openSegment(state, command.agentId)?.state.name !== 'talking') return ignored('notTalking');
  return decided([{ type: 'held', at: command.at, agentId: command.agentId }], [{ kind: 'holdCustomer' }]);
}

export function unhold(command: Of<'unhold'>, state: Interaction): Decision {
  if (openSegment(state, command.agentId)?.state.name !== 'onHold') return ignored('notHolding');
  return decided([{ type: 'unheld', at: command.at, agentId: command.agentId }], [{ kind: 'unholdCustomer' }]);
}

/** Frees the agent while the customer may take days to answer; a call cannot wait like that. */
export function park(command: Of<'park'>, state: Interaction): Decision {
  if (state.facts.channel === 'voice') return ignored('noParking');
  const segment = openSegment(state, command.agentId);
  if (state.phase.name !== 'active' || segment?.state.name !== 'talking') return ignored('notTalking');
  return decided(
    [{ type: 'parked', at: command.at, agentId: command.agentId }],
    [
      ...handoverActs(state),
      release(segment, 'parked', 0),
      { kind: 'showAgent', agentId: command.agentId, what: 'parked' },
    ],
  );
}

/** What a carrier could not take now stays listed until it did: nothing happened to the interaction. */
export function relayLater({ phase, segments }: Interaction): Decision {
  const segment = phase.name === 'active' ? segments[phase.segment] : undefined;
  if (segment === undefined) return ignored('notTalking');
  return decided([], [{ kind: 'relayWaiting', agentId: segment.agentId }]);
}

/** The agent is gone for good: the customer goes back to the queue in `command.visit`. */
export function loseAgent(command: Of<'loseAgent'>, state: Interaction): Decision {
  const segment = openSegment(state, command.agentId);
  if (segment === undefined) return ignored('notTheAgent');
  const { at, agentId, loss, wrapUpMs, by } = command;
  if (segment.state.name === 'wrappingUp') {
    if (wrapUpMs > 0) return ignored('notTalking');
    const lost: InteractionEvent = { type: 'agentLost', at, agentId, loss };
    return closeIfDone([lost], [release(segment, 'agentGone', 0)], state, at, agentId);
  }
  if (state.phase.name !== 'active' && state.phase.name !== 'connecting') return ignored('notTalking');
  const notes = wrapUpMs > 0 ? { wrapUpBy: at + wrapUpMs } : {};
  const lost: InteractionEvent = {
    type: 'agentLost',
    at,
    agentId,
    loss,
    ...notes,
    ...(by === undefined ? {} : { by }),
  };
  const freed = release(segment, loss === 'takenBack' ? loss : 'agentGone', wrapUpMs);
  const acts: Act[] = [
    ...handoverActs(state),
    ...partyActs(state),
    freed,
    { kind: 'enqueue', visit: command.visit, notBefore: 0 },
  ];
  if (isDialling(state)) acts.push({ kind: 'hangUp', notBefore: 0, call: callNumber(state) }, freeLine);
  else if (hasCall(state))
    acts.push(
      { kind: 'removeAgent', agentId },
      { kind: 'unholdCustomer' },
      { kind: 'startTreatment', visit: command.visit },
      { kind: 'showAgent', agentId, what: loss === 'takenBack' ? loss : 'callLost' },
    );
  else if (loss === 'takenBack') acts.push({ kind: 'showAgent', agentId, what: loss });
  const visit = visitOf(state.phase);
  const over = visit === null ? [] : endedVisit(visit, at, 'overflowed');
  const hungUp: InteractionEvent[] = isDialling(state)
    ? [{ type: 'dialFailed', at, agentId, why: 'failed', counts: true }]
    : [];
  const cause = loss === 'takenBack' ? loss : 'agentLost';
  return decided([lost, ...hungUp, ...over, { type: 'queued', at, visit: command.visit, cause }], acts);
}

/** The agent ends it, or finishes wrap-up after the customer ended it. */
export function finish(command: Of<'finish'>, state: Interaction): Decision {
  const segment = openSegment(state, command.agentId);
  if (segment === undefined) return ignored('notTheAgent');
  const { at, agentId, code } = command;
  if (segment.state.name === 'wrappingUp') {
    const wrapped: InteractionEvent = { type: 'wrappedUp', at, agentId, code };
    return closeIfDone([wrapped], [completion(segment)], state, at, agentId);
  }
  if (state.phase.name !== 'active') return ignored('notTalking');
  const ended: InteractionEvent = { type: 'ended', at, reason: 'agentEnded', wrapUpBy: at + command.wrapUpMs };
  const line: Act[] = hasCall(state)
    ? [{ kind: 'hangUp', notBefore: 0, call: callNumber(state) }, ...lineActs(state)]
    : [];
  const goodbye = [...handoverActs(state), ...line];
  // A code says that the agent is done; without one they still have their wrap-up time.
  if (code === null && command.wrapUpMs > 0) {
    return decided(
      [ended],
      [...goodbye, release(segment, 'finished', command.wrapUpMs), { kind: 'tell', signal: 'ended' }],
    );
  }
  const wrapped: InteractionEvent = { type: 'wrappedUp', at, agentId, code };
  return closeIfDone([ended, wrapped], [...goodbye, release(segment, 'finished', 0)], state, at, agentId);
}

export function wrapUpExpired(command: Of<'wrapUpExpired'>, state: Interaction): Decision {
  const segment = state.segments.find((one) => one.assignmentId === command.assignmentId);
  if (segment?.state.name !== 'wrappingUp') return ignored('notWrappingUp');
  const { agentId } = segment;
  return closeIfDone(
    [{ type: 'wrappedUp', at: command.at, agentId, code: null }],
    [completion(segment)],
    state,
    command.at,
    agentId,
  );
}

const completion = (segment: Segment): Act => ({
  kind: 'completeWrapUp',
  assignmentId: segment.assignmentId,
  agentId: segment.agentId,
  shardId: segment.shardId,
});

/** Closes when the customer's side is over and no other segment than that of `agentId` is open. */
function closeIfDone(
  events: InteractionEvent[],
  acts: Act[],
  state: Interaction,
  at: number,
  agentId: string,
): Decision {
  const others = state.segments.some((segment) => segment.agentId !== agentId && segment.state.name !== 'done');
  const isOver = state.phase.name === 'ended' || events.some(({ type }) => type === 'ended');
  if (others || !isOver) return decided(events, acts);
  const reason = state.phase.name === 'ended' ? state.phase.reason : 'completed';
  return decided([...events, { type: 'closed', at, reason }], [...acts, ...closingActs(state, reason)]);
}
