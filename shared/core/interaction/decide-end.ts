import type { Act, LastWords } from './acts';
import type { FlowCommand, InteractionCommand } from './commands';
import { decided, ignored, type Decision } from './decision';
import type { InteractionEvent } from './events';
import { handoverActs, inCharge } from './decide-transfer';
import { evolve } from './evolve';
import { liveOffers, visitOf } from './phases';
import { closingActs, endedVisit, lineActs, release, surveyActs } from './outcomes';
import { callNumber, hasCall, type CloseReason, type Interaction, type VisitOutcome } from './state';

type Of<Type extends InteractionCommand['type']> = Extract<InteractionCommand, { type: Type }>;

/** The customer is gone. Leaving a queue is an abandon, even while an agent is alerted; leaving self-service is not. */
export function leave(command: Of<'leave'>, state: Interaction): Decision {
  // Their call is over, what they left behind is not.
  if (state.facts.channel === 'voice' && state.deferred !== null && !hasCall(state)) return ignored('noCall');
  const { at, shortAbandonMs } = command;
  const visit = visitOf(state.phase);
  // Whoever they were left with has seen to them.
  const why = state.phase.name === 'handedOn' ? 'transferred' : command.reason;
  if (visit === null) return hungUp(endCustomerSide(command, why, state, []), state);
  const outcome: VisitOutcome = at - visit.beganAt < shortAbandonMs ? 'shortAbandoned' : 'abandoned';
  // Somebody who wants no more texts has said why they leave; the visit is abandoned all the same.
  const reason = command.reason === 'optedOut' ? command.reason : 'abandoned';
  return hungUp(endCustomerSide(command, reason, state, endedVisit(visit, at, outcome)), state);
}

/** A call goes on as long as anybody is in it: an agent, or the voicemail that answered for one. */
function hungUp(decision: Decision, state: Interaction): Decision {
  const { phase } = state;
  const mayHaveAgent = phase.name === 'active' || phase.name === 'connecting' || phase.name === 'handedOn';
  if (decision.kind !== 'decided' || !hasCall(state) || !mayHaveAgent) return decision;
  return decided(decision.events, [{ kind: 'hangUp', notBefore: 0, call: callNumber(state) }, ...decision.acts]);
}

/** We end it: nobody there, closed hours, the flow's end, STOP, idleness. `texts` are the last words. */
export function end(command: Of<'end'>, state: Interaction): Decision {
  const visit = visitOf(state.phase);
  const over = visit === null ? [] : endedVisit(visit, command.at, 'expired');
  const decision = endCustomerSide(command, command.reason, state, over);
  if (decision.kind !== 'decided') return decision;
  const words: Act[] = command.words.texts.map((text) => ({ kind: 'sendText', text }));
  if (state.facts.channel !== 'voice') return decided(decision.events, [...words, ...decision.acts]);
  // A call that was handed on goes on without us: hanging up would end it for both.
  return hasCall(state) && command.reason !== 'transferred'
    ? decided(decision.events, [...farewell(command.words, command.at, callNumber(state)), ...decision.acts])
    : decision;
}

const LONGEST_FAREWELL_MS = 60_000;

/** A hang-up that waits for the last words; when their end is never reported, it is done all the same. */
export function farewell(words: LastWords, at: number, call: number): Act[] {
  if (words.texts.length === 0) return [{ kind: 'hangUp', notBefore: 0, call }];
  return [
    { kind: 'farewell', words },
    { kind: 'hangUp', notBefore: at + LONGEST_FAREWELL_MS, call },
  ];
}

/**
 * The visit is over for whoever waits in it: the queue step's deadline has passed, or they pressed a key. What becomes
 * of them is decided in the same write, so that nobody is ever between two places.
 */
export function leaveQueue(
  { at, visitId, outcome, then }: Of<'leaveQueue'>,
  state: Interaction,
  decideThen: (command: FlowCommand, state: Interaction) => Decision,
): Decision {
  const visit = visitOf(state.phase);
  if (visit === null || state.phase.name === 'connecting') return ignored('notQueued');
  if (visit.visitId !== visitId) return ignored('otherVisit');
  const left: InteractionEvent[] = [
    ...endedVisit(visit, at, outcome),
    { type: 'flowMoved', at, position: visit.position, memory: {}, answerBy: at },
  ];
  const next = decideThen(
    then,
    left.reduce<Interaction>((now, event) => evolve(now, event) ?? now, state),
  );
  if (next.kind !== 'decided') return next;
  const stopped: Act[] = hasCall(state) ? [{ kind: 'stopKeys' }] : [];
  return decided([...left, ...next.events], [...offerActs(state), ...queueActs(state), ...stopped, ...next.acts]);
}

function endCustomerSide(
  command: { readonly at: number; readonly wrapUpMs: number },
  reason: CloseReason,
  state: Interaction,
  before: readonly InteractionEvent[],
): Decision {
  const { at, wrapUpMs } = command;
  if (state.phase.name === 'ended' || state.phase.name === 'closed') return ignored('alreadyEnded');
  const withdrawn = [...offerActs(state), ...queueActs(state), ...handoverActs(state), ...lineActs(state)];
  const talking = inCharge(state);
  const isNoted = state.segments.some((segment) => segment.state.name === 'wrappingUp');
  if (talking !== undefined || isNoted) {
    const freed = (talking === undefined ? [] : [talking]).flatMap((segment): Act[] => [
      release(segment, 'finished', wrapUpMs),
      { kind: 'showAgent', agentId: segment.agentId, what: reason === 'optedOut' ? 'optedOut' : 'customerLeft' },
    ]);
    return decided(
      [...before, { type: 'ended', at, reason, wrapUpBy: at + wrapUpMs }],
      [...withdrawn, ...freed, ...surveyActs(state, talking), { kind: 'tell', signal: 'ended' }],
    );
  }
  return decided([...before, { type: 'closed', at, reason }], [...withdrawn, ...closingActs(state, reason)]);
}

/** An agent who is alerted or rung must stop ringing; leaving is never the agent's miss. */
function offerActs(state: Interaction): Act[] {
  const { phase } = state;
  if (phase.name === 'alerting')
    return liveOffers(phase).map((offer): Act => ({ kind: 'withdrawOffer', ...offer, end: 'cancelled' }));
  if (phase.name !== 'connecting') return [];
  const segment = state.segments[phase.segment];
  if (segment === undefined) return [];
  return [
    { kind: 'removeAgent', agentId: segment.agentId },
    release(segment, 'returned', 0),
    { kind: 'withdrawOffer', offerId: segment.offerId, agentId: segment.agentId, end: 'cancelled' },
  ];
}

function queueActs(state: Interaction): Act[] {
  const { phase } = state;
  if (phase.name !== 'queued' && phase.name !== 'alerting') return [];
  return [{ kind: 'cancelVisit', visit: phase.visit, reason: 'customerLeft' }];
}
