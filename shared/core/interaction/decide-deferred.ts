import type { Act, AgentNotice } from './acts';
import type { InteractionCommand } from './commands';
import { farewell } from './decide-end';
import { decided, ignored, type Decision } from './decision';
import type { DialFailure, InteractionEvent } from './events';
import { closingActs, endedVisit, freeLine, release } from './outcomes';
import type { CloseReason, Interaction } from './state';

type Of<Type extends InteractionCommand['type']> = Extract<InteractionCommand, { type: Type }>;

/** The caller leaves work behind: a call to be made, or a recording to be heard. The line is free, the place is kept. */
export function defer(command: Of<'defer'>, state: Interaction): Decision {
  const { at, work, visit, notBefore, words } = command;
  if (state.facts.channel !== 'voice') return ignored('notACall');
  if (state.phase.name !== 'arriving' && state.phase.name !== 'selfService') return ignored('notInSelfService');
  const goodbye = work.kind === 'callback' ? farewell(words, at, 0) : [];
  return decided(
    [
      { type: 'deferred', at, work },
      { type: 'queued', at, visit, cause: 'deferred' },
    ],
    [...goodbye, { kind: 'enqueue', visit, notBefore }, { kind: 'tell', signal: 'menuDone' }],
  );
}

/** A human at the customer's end said that they are there: only now the agent is rung (design, fact 7). */
export function confirmCustomer(command: Of<'confirmCustomer'>, state: Interaction): Decision {
  const { phase, deferred } = state;
  if (phase.name !== 'connecting' || deferred?.kind !== 'callback' || deferred.call !== 'dialling') {
    return ignored('notDialling');
  }
  const segment = state.segments[phase.segment];
  if (segment === undefined) return ignored('notTheAgent');
  const { agentId, assignmentId } = segment;
  return decided(
    [{ type: 'customerConfirmed', at: command.at, connectBy: command.at + command.connectWithinMs }],
    [{ kind: 'holdCustomer' }, { kind: 'ringAgent', agentId, assignmentId }],
  );
}

/** Nobody was at fault: there was no line, or it is night where the customer is. */
const isNoAttempt = (why: DialFailure): boolean => why === 'noLine' || why === 'notNow';

/** The customer was not reached: the agent is free again, and it is tried later, or given up with a word. */
export function failDial(command: Of<'failDial'>, state: Interaction): Decision {
  const { phase, deferred } = state;
  if (phase.name !== 'connecting' || deferred?.kind !== 'callback' || deferred.call !== 'dialling') {
    return ignored('notDialling');
  }
  const segment = state.segments[phase.segment];
  if (segment === undefined) return ignored('notTheAgent');
  const { at, why, retryAt, attempts } = command;
  const { agentId, offerId } = segment;
  const isAgents = deferred.by !== undefined;
  const failed: InteractionEvent = { type: 'dialFailed', at, agentId, why, counts: !isNoAttempt(why) };
  const freed: Act[] = [
    { kind: 'hangUp', notBefore: 0, call: deferred.attempts },
    freeLine,
    release(segment, 'notReached', 0),
    { kind: 'withdrawOffer', offerId, agentId, end: 'cancelled' },
    { kind: 'showAgent', agentId, what: noticeOf(why, isAgents) },
  ];
  // Nobody waits for it but the agent, who may try again.
  if (isAgents) return giveUp(command, state, [failed], freed, 'notReached');
  if (isNoAttempt(why) || deferred.attempts < attempts) {
    const again = { ...phase.visit, attempt: phase.visit.attempt + 1 };
    return decided([failed], [...freed, { kind: 'enqueue', visit: again, notBefore: retryAt }]);
  }
  return giveUp(command, state, [failed], freed, 'callbackGivenUp');
}

function noticeOf(why: DialFailure, isAgents: boolean): AgentNotice {
  if (why === 'noLine') return isAgents ? 'noLineNow' : 'noLine';
  return isAgents ? 'notReached' : 'customerNotReached';
}

function giveUp(
  { at, lastText }: Of<'failDial'>,
  state: Interaction,
  events: readonly InteractionEvent[],
  acts: readonly Act[],
  reason: Extract<CloseReason, 'callbackGivenUp' | 'notReached'>,
): Decision {
  const { phase } = state;
  const over = phase.name === 'connecting' ? endedVisit(phase.visit, at, 'expired') : [];
  const told: Act[] = lastText === null ? [] : [{ kind: 'textCustomer', ...lastText }];
  return decided(
    [...events, ...over, { type: 'closed', at, reason }],
    [...acts, ...told, ...closingActs(state, reason)],
  );
}
