import type { Act } from './acts';
import type { InteractionCommand } from './commands';
import { decided, ignored, type Decision } from './decision';
import type { InteractionEvent } from './events';
import { liveOffers, visitOf } from './evolve';
import { closingActs, endedVisit, release } from './outcomes';
import type { CloseReason, Interaction, VisitOutcome } from './state';

type Of<Type extends InteractionCommand['type']> = Extract<InteractionCommand, { type: Type }>;

/** The customer is gone. Leaving a queue is an abandon, even while an agent is alerted; leaving self-service is not. */
export function leave(command: Of<'leave'>, state: Interaction): Decision {
  const { at, shortAbandonMs } = command;
  const visit = visitOf(state.phase);
  if (visit === null) return hungUp(endCustomerSide(command, command.reason, state, []), state);
  const outcome: VisitOutcome = at - visit.beganAt < shortAbandonMs ? 'shortAbandoned' : 'abandoned';
  // Somebody who wants no more texts has said why they leave; the visit is abandoned all the same.
  const reason = command.reason === 'optedOut' ? command.reason : 'abandoned';
  return hungUp(endCustomerSide(command, reason, state, [endedVisit(visit, at, outcome)]), state);
}

/** A call goes on as long as anybody is in it: an agent, or the voicemail that answered for one. */
function hungUp(decision: Decision, { facts, phase }: Interaction): Decision {
  const mayHaveAgent = phase.name === 'active' || phase.name === 'connecting';
  if (decision.kind !== 'decided' || facts.channel !== 'voice' || !mayHaveAgent) return decision;
  return decided(decision.events, [{ kind: 'hangUp', notBefore: 0 }, ...decision.acts]);
}

/** We end it: nobody there, closed hours, the flow's end, STOP, idleness. `texts` are the last words. */
export function end(command: Of<'end'>, state: Interaction): Decision {
  const visit = visitOf(state.phase);
  const over = visit === null ? [] : [endedVisit(visit, command.at, 'expired')];
  const decision = endCustomerSide(command, command.reason, state, over);
  if (decision.kind !== 'decided') return decision;
  const words: Act[] = command.texts.map((text) => ({ kind: 'sendText', text }));
  if (state.facts.channel !== 'voice') return decided(decision.events, [...words, ...decision.acts]);
  return decided(decision.events, [...farewell(command), ...decision.acts]);
}

const LONGEST_FAREWELL_MS = 60_000;

/** A hang-up that waits for the last words; when their end is never reported, it is done all the same. */
function farewell({ texts, language, at }: Of<'end'>): Act[] {
  if (texts.length === 0) return [{ kind: 'hangUp', notBefore: 0 }];
  return [
    { kind: 'farewell', texts, language },
    { kind: 'hangUp', notBefore: at + LONGEST_FAREWELL_MS },
  ];
}

/** The queue step's deadline: the visit ends and the flow goes on where the queue step says. */
export function expireVisit(command: Of<'expireVisit'>, state: Interaction): Decision {
  const visit = visitOf(state.phase);
  if (visit === null || state.phase.name === 'connecting') return ignored('notQueued');
  if (visit.visitId !== command.visitId) return ignored('otherVisit');
  return decided(
    [
      endedVisit(visit, command.at, 'expired'),
      { type: 'flowMoved', at: command.at, position: visit.position, memory: {}, answerBy: command.at },
    ],
    offerActs(state),
  );
}

function endCustomerSide(
  command: { readonly at: number; readonly wrapUpMs: number },
  reason: CloseReason,
  state: Interaction,
  before: readonly InteractionEvent[],
): Decision {
  const { at, wrapUpMs } = command;
  if (state.phase.name === 'ended' || state.phase.name === 'closed') return ignored('alreadyEnded');
  const withdrawn = [...offerActs(state), ...queueActs(state)];
  const talking =
    state.phase.name === 'active' ? state.segments.filter((segment) => segment.state.name !== 'done') : [];
  if (talking.length > 0) {
    const freed = talking.flatMap((segment): Act[] => [
      release(segment, 'finished', wrapUpMs),
      { kind: 'showAgent', agentId: segment.agentId, what: reason === 'optedOut' ? 'optedOut' : 'customerLeft' },
    ]);
    return decided(
      [...before, { type: 'ended', at, reason, wrapUpBy: at + wrapUpMs }],
      [...withdrawn, ...freed, { kind: 'tell', signal: 'ended' }],
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
