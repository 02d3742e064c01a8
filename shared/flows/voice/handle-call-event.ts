import { never } from '../../core/lib/never';
import type { InteractionRef } from '../../core/lib/ids';
import type { StoredInteraction } from '../../ports/interaction-store';
import { CALL_REF } from '../acts/call-acts';
import type { Deps } from '../lib/deps';
import { FlowError } from '../lib/flow-error';
import { leaveInteraction } from '../leave-interaction';
import { stepFlow } from '../walk-flow';
import { agentsPresent } from './agents-present';
import { decodeContext, type CallContext } from './call-context';
import { playTreatment } from './play-treatment';
import { ringFailed } from './ring-failed';

/** What a call can report, as the channel's parser says it. */
export type CallReport =
  | { readonly kind: 'connected' | 'disconnected' | 'promptCanceled' | 'agentJoined' | 'ignored' }
  | { readonly kind: 'promptDone' | 'promptFailed' }
  | { readonly kind: 'agentFailed'; readonly why: 'notAnswered' | 'declined' }
  | {
      readonly kind: 'participants';
      readonly sequence: number;
      readonly teamsUserIds: readonly string[];
      /** Who is no agent: the customer. */
      readonly others: number;
    }
  | { readonly kind: 'gathered'; readonly digits: string; readonly words: string | null }
  | { readonly kind: 'silence' };

/** A report and what it is about. `context` is what the step that it answers went out with. */
export type CallEvent = CallReport & {
  readonly eventId: string;
  readonly callRef: string;
  readonly context: string | null;
};

/** Does what a report of the call leads to. Reports are repeated and come in any order: the context says what they are about. */
export async function handleCallEvent(deps: Deps, ref: InteractionRef, event: CallEvent): Promise<void> {
  const context = decodeContext(event.context);
  switch (event.kind) {
    case 'connected':
      return begin(deps, ref, event.callRef);
    case 'disconnected':
      await leaveInteraction(deps, ref, 'customerLeft');
      return;
    case 'promptDone':
    case 'promptFailed':
    case 'silence':
    case 'gathered':
      return pieceOver(deps, ref, event, context);
    case 'agentFailed':
      if (context.kind === 'ring') await ringFailed(deps, ref, context, event.why);
      return;
    case 'participants':
      return agentsPresent(deps, ref, event);
    case 'agentJoined':
    case 'promptCanceled':
    case 'ignored':
      return;
    default:
      return never(event);
  }
}

/**
 * The call stands: the flow begins, in the language of the flow. This report may be here before whoever answered has
 * written down which call it is.
 */
async function begin(deps: Deps, ref: InteractionRef, callRef: string): Promise<void> {
  const input = { kind: 'started', channel: 'voice', language: null, firstText: null } as const;
  await stepFlow(deps, ref, input, { refs: { [CALL_REF]: callRef } });
}

type PieceEvent = CallEvent & { readonly kind: 'promptDone' | 'promptFailed' | 'silence' | 'gathered' };

/** A piece was heard to its end or could not be played, or what it asked was answered or not: the caller goes on. */
async function pieceOver(deps: Deps, ref: InteractionRef, event: PieceEvent, context: CallContext): Promise<void> {
  switch (context.kind) {
    case 'flow':
      return answered(deps, ref, event, context.turn);
    case 'treat':
      return playNext(deps, ref, event, context);
    case 'farewell':
      await deps.voice.hangUp({ callRef: event.callRef, key: `${event.eventId}/hangUp`, context: '' });
      return;
    case 'ring':
    case 'other':
      return;
    default:
      return never(context);
  }
}

async function answered(deps: Deps, ref: InteractionRef, event: PieceEvent, turn: number): Promise<void> {
  if (event.kind === 'silence') await stepFlow(deps, ref, { kind: 'silence', turn });
  else if (event.kind !== 'gathered') await stepFlow(deps, ref, { kind: 'promptEnded', turn });
  else if (event.words !== null) await stepFlow(deps, ref, { kind: 'spoken', turn, text: event.words });
  else await stepFlow(deps, ref, { kind: 'digit', turn, digit: event.digits });
}

async function playNext(
  deps: Deps,
  ref: InteractionRef,
  event: PieceEvent,
  context: Extract<CallContext, { kind: 'treat' }>,
): Promise<void> {
  const stored = await deps.interactions.load(ref);
  const visit = stored === undefined ? null : waitingVisit(stored);
  const callRef = stored?.refs[CALL_REF];
  if (stored === undefined || visit === null || callRef === undefined) return;
  // A piece of an earlier wait: another chain of pieces plays for this one.
  if (visit.visitId !== context.visitId || visit.attempt !== context.attempt) return;
  const ended = event.kind === 'promptFailed' ? 'failed' : 'heard';
  const next = { visit, callRef, key: `${event.eventId}/next`, before: { ...context, ended } } as const;
  const played = await playTreatment(deps, stored, next);
  if (played.kind === 'gone') await leaveInteraction(deps, ref, 'customerLeft');
  // The report comes again, and with it the next piece.
  if (played.kind === 'failed' && played.retryable)
    throw new FlowError('unavailable', 'The call could not be reached.');
}

function waitingVisit({ interaction: { phase } }: StoredInteraction) {
  return phase.name === 'queued' || phase.name === 'alerting' ? phase.visit : null;
}
