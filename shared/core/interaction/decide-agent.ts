import type { Act } from './acts';
import type { InteractionCommand } from './commands';
import { decided, ignored, type Decision } from './decision';
import type { ConnectFailure, InteractionEvent, OfferEnd } from './events';
import { liveOffers, visitOf } from './evolve';
import { closingActs, endedVisit, freeLine, lineActs, release } from './outcomes';
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
  if (phase.name !== 'queued' && phase.name !== 'alerting') {
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
  const told: Act[] = [
    { kind: 'withdrawOffer', offerId, agentId, end: 'accepted' },
    ...others.map((offer): Act => ({ kind: 'withdrawOffer', ...offer, end: 'acceptedElsewhere' })),
    { kind: 'tell', signal: 'assigned' },
  ];
  if (isCallback) {
    const attempt = state.deferred.attempts + 1;
    return decided([event, { type: 'dialled', at, agentId }], [{ kind: 'dialCustomer', agentId, attempt }, ...told]);
  }
  if (isCall)
    return decided([event], [{ kind: 'holdCustomer' }, { kind: 'ringAgent', agentId, assignmentId }, ...told]);
  const answered = endedVisit(phase.visit, at, 'answered');
  return decided([event, answered], [{ kind: 'relayWaiting', agentId }, ...told]);
}

/** How long the customer may take to answer, and to say that they are no machine. */
const DIAL_WITHIN_MS = 90_000;

/** A human pressed Connect: only now are customer and agent bridged (design, fact 7). */
export function connect(command: Of<'connect'>, state: Interaction): Decision {
  const { phase } = state;
  if (phase.name !== 'connecting') return ignored('notConnecting');
  if (isDialling(state)) return ignored('stillDialling');
  const segment = openSegment(state, command.agentId);
  if (segment === undefined) return ignored('notTheAgent');
  const { at, agentId } = command;
  return decided(
    [{ type: 'connected', at, agentId }, endedVisit(phase.visit, at, 'answered')],
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
  const segment = openSegment(state, command.agentId);
  if (segment === undefined) return ignored('notTheAgent');
  const { at, agentId, failure } = command;
  const again = { ...phase.visit, attempt: phase.visit.attempt + 1 };
  return decided(
    [{ type: 'connectFailed', at, agentId, failure }],
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
    [release(segment, 'parked', 0), { kind: 'showAgent', agentId: command.agentId, what: 'parked' }],
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
  const { at, agentId, loss } = command;
  const lost: InteractionEvent = { type: 'agentLost', at, agentId, loss };
  const freed = release(segment, 'agentGone', 0);
  if (state.phase.name === 'ended') return closeIfDone([lost], [freed], state, at, agentId);
  if (state.phase.name !== 'active' && state.phase.name !== 'connecting') return ignored('notTalking');
  const acts: Act[] = [freed, { kind: 'enqueue', visit: command.visit, notBefore: 0 }];
  if (isDialling(state)) acts.push({ kind: 'hangUp', notBefore: 0, call: callNumber(state) }, freeLine);
  else if (hasCall(state))
    acts.push(
      { kind: 'removeAgent', agentId },
      { kind: 'unholdCustomer' },
      { kind: 'startTreatment', visit: command.visit },
      { kind: 'showAgent', agentId, what: 'callLost' },
    );
  const visit = visitOf(state.phase);
  const over = visit === null ? [] : [endedVisit(visit, at, 'overflowed')];
  const hungUp: InteractionEvent[] = isDialling(state)
    ? [{ type: 'dialFailed', at, agentId, why: 'failed', counts: true }]
    : [];
  return decided([lost, ...hungUp, ...over, { type: 'queued', at, visit: command.visit, cause: 'agentLost' }], acts);
}

/** The agent ends it, or finishes wrap-up after the customer ended it. */
export function finish(command: Of<'finish'>, state: Interaction): Decision {
  const segment = openSegment(state, command.agentId);
  if (segment === undefined) return ignored('notTheAgent');
  const { at, agentId, code } = command;
  if (state.phase.name === 'ended') {
    const wrapped: InteractionEvent = { type: 'wrappedUp', at, agentId, code };
    return closeIfDone([wrapped], [completion(segment)], state, at, agentId);
  }
  if (state.phase.name !== 'active') return ignored('notTalking');
  const ended: InteractionEvent = { type: 'ended', at, reason: 'agentEnded', wrapUpBy: at + command.wrapUpMs };
  const goodbye: Act[] = hasCall(state)
    ? [{ kind: 'hangUp', notBefore: 0, call: callNumber(state) }, ...lineActs(state)]
    : [];
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
  if (state.phase.name !== 'ended' || segment?.state.name !== 'wrappingUp') return ignored('notWrappingUp');
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

/** Closes when no other segment than that of `agentId` is open. */
function closeIfDone(
  events: InteractionEvent[],
  acts: Act[],
  state: Interaction,
  at: number,
  agentId: string,
): Decision {
  const others = state.segments.some((segment) => segment.agentId !== agentId && segment.state.name !== 'done');
  if (others) return decided(events, acts);
  const reason = state.phase.name === 'ended' ? state.phase.reason : 'completed';
  return decided([...events, { type: 'closed', at, reason }], [...acts, ...closingActs(state, reason)]);
}
