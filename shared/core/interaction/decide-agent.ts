import type { Act } from './acts';
import type { InteractionCommand } from './commands';
import { decided, ignored, type Decision } from './decision';
import type { ConnectFailure, InteractionEvent, OfferEnd } from './events';
import { handoverActs } from './decide-transfer';
import { closeIfDone, endedVisit, forAnyone, lineActs, release, surveyActs } from './outcomes';
import { completion, openSegment } from './segments';
import { callNumber, hasCall, isDialling, type Interaction } from './state';

type Of<Type extends InteractionCommand['type']> = Extract<InteractionCommand, { type: Type }>;

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

/** The customer of a call hears music until the agent takes them back. */
export function hold(command: Of<'hold'>, state: Interaction): Decision {
  if (!hasCall(state)) return ignored('notACall');
  if (openSegment(state, command.agentId)?.state.name !== 'talking') return ignored('notTalking');
  return decided([{ type: 'held', at: command.at, agentId: command.agentId }], [{ kind: 'holdCustomer' }]);
}

/** The agent takes a customer back from hold. */
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

/** The agent ends the conversation, or all of it, or finishes wrap-up after the customer ended it. */
export function finish(command: Of<'finish'>, state: Interaction): Decision {
  const segment = openSegment(state, command.agentId);
  if (segment === undefined) return ignored('notTheAgent');
  const { at, agentId, code } = command;
  if (segment.state.name === 'wrappingUp') {
    if (command.ends === 'conversation') return ignored('notTalking');
    const wrapped: InteractionEvent = { type: 'wrappedUp', at, agentId, code };
    return closeIfDone([wrapped], [completion(segment)], state, at, agentId);
  }
  if (state.phase.name !== 'active') return ignored('notTalking');
  const ended: InteractionEvent = { type: 'ended', at, reason: 'agentEnded', wrapUpBy: at + command.wrapUpMs };
  const line: Act[] = hasCall(state)
    ? [{ kind: 'hangUp', notBefore: 0, call: callNumber(state) }, ...lineActs(state), ...surveyActs(state, segment)]
    : [];
  const goodbye = [...handoverActs(state), ...line];
  if (command.ends === 'conversation' && command.wrapUpMs > 0) {
    return decided(
      [ended],
      [...goodbye, release(segment, 'finished', command.wrapUpMs), { kind: 'tell', signal: 'ended' }],
    );
  }
  const wrapped: InteractionEvent = { type: 'wrappedUp', at, agentId, code };
  return closeIfDone([ended, wrapped], [...goodbye, release(segment, 'finished', 0)], state, at, agentId);
}

/** Time for notes is over: the segment ends without a code. */
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
