import type { Act } from './acts';
import type { InteractionCommand } from './commands';
import { accept } from './decide-accept';
import { loseAgent } from './decide-lose';
import { connect, failConnect, finish, hold, park, relayLater, unhold, wrapUpExpired } from './decide-agent';
import { nudge } from './decide-nudge';
import { decided, ignored, type Decision } from './decision';
import { answerParty, cancelConsult, completeConsult, consult, failParty, joinParty } from './decide-consult';
import { confirmCustomer, defer, failDial } from './decide-deferred';
import { end, farewell, leave, leaveQueue } from './decide-end';
import { confirmPause, pauseRecording, resumeRecording } from './decide-recording';
import { beginMeeting, endMeeting, withMeetingEnded } from './decide-meeting';
import { moveVisit } from './decide-move';
import { failHandover, handOver, handoverOf, transfer } from './decide-transfer';
import { evolve } from './evolve';
import { liveOffers } from './phases';
import type { InteractionEvent } from './events';
import type { Handover, Interaction, QueueVisit } from './state';

/**
 * What a command does to an interaction. Total over commands and states: what does not apply is ignored, with a
 * reason. `state` is null before the interaction exists.
 */
export function decide(command: InteractionCommand, state: Interaction | null): Decision {
  if (command.type === 'open') return state === null ? open(command) : ignored('alreadyOpen');
  if (state === null) return ignored('unknown');
  if (state.phase.name === 'closed') return afterClose(command);
  return withMeetingEnded(decideOpen(command, state), command.at, state);
}

type Existing = Exclude<InteractionCommand, { type: 'open' }>;

const BY_TYPE: {
  readonly [Type in Existing['type']]: (command: Of<Type>, state: Interaction) => Decision;
} = {
  moveInFlow,
  enqueue,
  resume,
  presentOffer,
  endOffer,
  accept,
  connect,
  failConnect,
  hold,
  unhold,
  park,
  pauseRecording,
  confirmPause,
  resumeRecording,
  beginMeeting,
  endMeeting,
  relayLater: (_, state) => relayLater(state),
  loseAgent,
  transfer,
  handOver,
  failHandover,
  consult,
  answerParty,
  failParty,
  cancelConsult,
  joinParty,
  completeConsult,
  defer,
  confirmCustomer,
  failDial,
  leaveQueue: (command, state) => leaveQueue(command, state, decideOpen),
  moveVisit,
  nudge,
  leave,
  finish,
  wrapUpExpired,
  end,
};

function decideOpen(command: Existing, state: Interaction): Decision {
  // The table's type pairs each type with its command; TypeScript cannot follow the pair through one expression.
  const decideOne = BY_TYPE[command.type] as (command: Existing, state: Interaction) => Decision;
  return decideOne(command, state);
}

type Of<Type extends InteractionCommand['type']> = Extract<InteractionCommand, { type: Type }>;

function open(command: Of<'open'>): Decision {
  const acts: Act[] = [{ kind: 'startOrchestration' }];
  if (command.incomingCallContext !== null) {
    // First, because a caller hears it ring: Event Grid leaves 30 seconds before the call is lost.
    acts.unshift({ kind: 'answerCall', incomingCallContext: command.incomingCallContext });
  }
  return decided([{ type: 'opened', at: command.at, facts: command.facts }], acts);
}

/** A late accept must not leave the agent booked for an interaction that is over. */
function afterClose(command: Existing): Decision {
  if (command.type !== 'accept') return ignored('closed');
  return {
    kind: 'refused',
    reason: 'closed',
    acts: [
      {
        kind: 'release',
        assignmentId: command.assignmentId,
        agentId: command.agentId,
        shardId: command.shardId,
        cause: 'returned',
        wrapUpMs: 0,
      },
    ],
  };
}

function moveInFlow(command: Of<'moveInFlow'>, state: Interaction): Decision {
  if (state.phase.name !== 'arriving' && state.phase.name !== 'selfService') return ignored('notInSelfService');
  const acts: Act[] = command.texts.map((text) => ({ kind: 'sendText', text }));
  if (command.recording === 'begin') acts.push({ kind: 'startRecording' });
  else if (command.recording !== null)
    acts.push({ kind: 'stopRecording' }, ...farewell(command.recording, command.at, 0));
  if (command.prompt !== null) acts.push({ kind: 'prompt', prompt: command.prompt });
  if (command.task !== null) acts.push({ kind: 'flowTask', task: command.task });
  return decided(
    [
      {
        type: 'flowMoved',
        at: command.at,
        position: command.position,
        memory: command.memory,
        answerBy: command.answerBy,
      },
    ],
    acts,
  );
}

function enqueue(command: Of<'enqueue'>, state: Interaction): Decision {
  const { phase } = state;
  if (phase.name !== 'arriving' && phase.name !== 'selfService') return ignored('notInSelfService');
  const acts: Act[] = command.texts.map((text) => ({ kind: 'sendText', text }));
  return decided(
    [{ type: 'queued', at: command.at, visit: command.visit, cause: command.cause }],
    [...acts, ...queueActs(command.visit, state), { kind: 'tell', signal: 'menuDone' }],
  );
}

function resume(command: Of<'resume'>, state: Interaction): Decision {
  if (state.phase.name !== 'parked') return ignored('notParked');
  return decided(
    [{ type: 'queued', at: command.at, visit: command.visit, cause: 'resumed' }],
    queueActs(command.visit, state),
  );
}

function queueActs(visit: Of<'enqueue'>['visit'], state: Interaction): Act[] {
  const acts: Act[] = [{ kind: 'enqueue', visit, notBefore: 0 }];
  if (state.facts.channel === 'voice') acts.push({ kind: 'startTreatment', visit });
  return acts;
}

function presentOffer(command: Of<'presentOffer'>, state: Interaction): Decision {
  const { phase } = state;
  if (liveOffers(phase).some((one) => one.offerId === command.offerId)) return ignored('alreadyPresented');
  const { offerId, agentId, at, deadlineAt, visitId, attempt } = command;
  const visit = visitToOffer(state);
  // One of an earlier visit comes again where whoever showed it died before that was noted.
  if (visit?.visitId !== visitId || visit.attempt !== attempt) return ignored('notQueued');
  return decided(
    [{ type: 'offerPresented', at, offerId, agentId }],
    [{ kind: 'presentOffer', offerId, agentId, shardId: visit.shardId, deadlineAt }],
  );
}

/** A customer who waits, or whom a colleague is asked to take. */
function visitToOffer(state: Interaction): QueueVisit | undefined {
  const { phase } = state;
  if (phase.name === 'queued' || phase.name === 'alerting') return phase.visit;
  const handed = handoverOf(state);
  return handed?.to.kind === 'agent' ? handed.visit : undefined;
}

function endOffer(command: Of<'endOffer'>, state: Interaction): Decision {
  const { phase } = state;
  if (!liveOffers(phase).some((one) => one.offerId === command.offerId)) return ignored('offerNotLive');
  const { offerId, agentId, at, end: how } = command;
  const ended: InteractionEvent = { type: 'offerEnded', at, offerId, agentId, end: how };
  const withdrawn: Act = { kind: 'withdrawOffer', offerId, agentId, end: how };
  const handed = handoverOf(state);
  if (handed === undefined) return decided([ended], [withdrawn]);
  // The one agent who was asked does not take them.
  const why = how === 'declined' ? 'declined' : 'notTaken';
  const failed = failHandover({ type: 'failHandover', at, visitId: null, why }, withoutOffer(state, handed));
  return failed.kind === 'decided' ? decided([ended, ...failed.events], [withdrawn, ...failed.acts]) : failed;
}

const withoutOffer = (state: Interaction, handover: Handover): Interaction =>
  state.phase.name === 'active'
    ? { ...state, phase: { ...state.phase, handover: { ...handover, offer: null } } }
    : state;

/** State after a decision: what the store writes beside its events. */
export function applyDecision(state: Interaction | null, decision: Decision): Interaction | null {
  return decision.kind === 'decided' ? decision.events.reduce(evolve, state) : state;
}
