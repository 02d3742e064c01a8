import type { Act } from './acts';
import type { InteractionCommand } from './commands';
import { decided, ignored, type Decision } from './decision';
import { handoverActs } from './decide-transfer';
import type { InteractionEvent } from './events';
import { closeIfDone, endedVisit, freeLine, release } from './outcomes';
import { partyActs } from './party-acts';
import { visitOf } from './phases';
import { openSegment } from './segments';
import { callNumber, hasCall, isDialling, type Interaction } from './state';

type Of<Type extends InteractionCommand['type']> = Extract<InteractionCommand, { type: Type }>;

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
  const acts: Act[] = [
    ...handoverActs(state),
    ...partyActs(state),
    release(segment, loss === 'takenBack' ? loss : 'agentGone', wrapUpMs),
    { kind: 'enqueue', visit: command.visit, notBefore: 0 },
    ...lineActsOf(command, state),
  ];
  const visit = visitOf(state.phase);
  const over = visit === null ? [] : endedVisit(visit, at, 'overflowed');
  const hungUp: InteractionEvent[] = isDialling(state)
    ? [{ type: 'dialFailed', at, agentId, why: 'failed', counts: true }]
    : [];
  const cause = loss === 'takenBack' ? loss : 'agentLost';
  return decided([lost, ...hungUp, ...over, { type: 'queued', at, visit: command.visit, cause }], acts);
}

/** What becomes of the agent's side of a call, and what they are told. */
function lineActsOf({ agentId, loss, visit }: Of<'loseAgent'>, state: Interaction): Act[] {
  if (isDialling(state)) return [{ kind: 'hangUp', notBefore: 0, call: callNumber(state) }, freeLine];
  const told: Act[] = loss === 'takenBack' ? [{ kind: 'showAgent', agentId, what: loss }] : [];
  if (!hasCall(state)) return told;
  const leg: Act[] = [{ kind: 'removeAgent', agentId }, { kind: 'unholdCustomer' }, { kind: 'startTreatment', visit }];
  return [...leg, ...(loss === 'takenBack' ? told : [{ kind: 'showAgent', agentId, what: 'callLost' } as const])];
}
