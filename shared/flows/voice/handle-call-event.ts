import { never } from '../../core/lib/never';
import type { InteractionRef } from '../../core/lib/ids';
import type { StoredInteraction } from '../../ports/interaction-store';
import type { DialFailure } from '../../core/interaction/events';
import { isDialling } from '../../core/interaction/state';
import { CALL_REF, currentCall } from '../acts/call-ref';
import type { Deps } from '../lib/deps';
import { FlowError } from '../lib/flow-error';
import { loadWhere } from '../lib/load-where';
import { leaveInteraction } from '../leave-interaction';
import { leaveQueueByFlow, stepFlow } from '../walk-flow';
import { agentsPresent } from './agents-present';
import { decodeContext, type CallContext } from './call-context';
import { captureDigits } from './capture-digits';
import { askWhetherThere, whetherThere } from './confirm-customer';
import { failDial } from './fail-dial';
import { partyAnswered, partyFailed } from './party-calls';
import { playTreatment } from './play-treatment';
import { beginRecording, isRecorded, recordingFailed, whileRecorded } from './record-voicemail';
import { recordingChanged } from './recording-changed';
import { ringFailed } from './ring-failed';

/** What a call can report, as the channel's parser says it. */
export type CallReport =
  | { readonly kind: 'connected' | 'promptCanceled' | 'agentJoined' | 'ignored' }
  /** `dialled` says why a call of ours was not answered; null for a call that stood. */
  | { readonly kind: 'disconnected'; readonly dialled: DialFailure | null }
  /** A key of a caller who waits. */
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'transferred' | 'transferFailed' }
  | { readonly kind: 'recordingFailed' }
  | { readonly kind: 'transcriptFailed'; readonly why: string }
  | { readonly kind: 'recordingChanged'; readonly recordingRef: string; readonly isActive: boolean }
  | { readonly kind: 'promptDone' | 'promptFailed' }
  | { readonly kind: 'agentFailed'; readonly why: 'notAnswered' | 'declined' | 'busy' }
  | {
      readonly kind: 'participants';
      readonly sequence: number;
      readonly teamsUserIds: readonly string[];
      /** Addresses of all others: the customer first of all. */
      readonly others: readonly string[];
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
      return connected(deps, ref, event.callRef);
    case 'disconnected':
      return disconnected(deps, ref, event);
    case 'promptDone':
    case 'promptFailed':
    case 'silence':
    case 'gathered':
      return pieceOver(deps, ref, event, context);
    case 'key':
      if (context.kind === 'keys') await leaveByKey(deps, ref, context.visitId, event.key);
      return;
    case 'transferred':
    case 'transferFailed':
      if (context.kind === 'transfer') await transferOver(deps, ref, event.kind, context.turn);
      return;
    case 'recordingFailed':
      return recordingFailed(deps, ref);
    case 'transcriptFailed':
      // The call goes on, and so does its recording.
      deps.log.error('call not transcribed', { interactionId: ref.interactionId, why: event.why });
      return;
    case 'recordingChanged':
      return recordingChanged(deps, ref, event);
    case 'agentFailed':
      if (context.kind === 'ring') await ringFailed(deps, ref, context, event.why === 'busy' ? 'declined' : event.why);
      if (context.kind === 'party') await partyFailed(deps, ref, context, event.why);
      return;
    case 'participants':
      return agentsPresent(deps, ref, event);
    case 'agentJoined':
      if (context.kind === 'party') await partyAnswered(deps, ref, context);
      return;
    case 'promptCanceled':
    case 'ignored':
      return;
    default:
      return never(event);
  }
}

async function leaveByKey(deps: Deps, ref: InteractionRef, visitId: string, digit: string): Promise<void> {
  await leaveQueueByFlow(deps, ref, visitId, (turn) => ({ kind: 'keyWhileQueued', turn, digit }));
}

async function transferOver(
  deps: Deps,
  ref: InteractionRef,
  how: 'transferred' | 'transferFailed',
  turn: number,
): Promise<void> {
  await stepFlow(deps, ref, { kind: how === 'transferred' ? 'transferDone' : 'transferFailed', turn });
}

/**
 * The call stands: the flow begins, in the language of the flow, or the customer whom we called is asked whether they are
 * there. This report may be here before whoever answered has written down which call it is.
 */
async function connected(deps: Deps, ref: InteractionRef, callRef: string): Promise<void> {
  const awaits = ({ interaction }: StoredInteraction) =>
    interaction.phase.name === 'arriving' || isDialling(interaction);
  const stored = await loadWhere(deps, ref, awaits);
  if (stored === undefined) return;
  if (isDialling(stored.interaction)) return askWhetherThere(deps, stored, callRef);
  const { customerAddress: customer, ourAddress: ours, headers = [] } = stored.interaction.facts;
  const known = { customer, ours };
  const input = { kind: 'started', channel: 'voice', language: null, firstText: null, known, headers } as const;
  await stepFlow(deps, ref, input, { refs: { [CALL_REF]: callRef }, known: stored });
}

async function disconnected(
  deps: Deps,
  ref: InteractionRef,
  { callRef, dialled }: CallEvent & { readonly kind: 'disconnected' },
): Promise<void> {
  const stored = await loadWhere(deps, ref, ({ interaction }) => dialled === null || isDialling(interaction));
  if (stored === undefined) return;
  // An earlier call of an interaction that goes on without it.
  const current = currentCall(stored);
  if (stored.interaction.deferred !== null && current !== undefined && current !== callRef) return;
  if (isDialling(stored.interaction)) await failDial(deps, ref, dialled ?? 'notConfirmed');
  else if (!isRecorded(stored)) await leaveInteraction(deps, ref, 'customerLeft');
}

type PieceEvent = CallEvent & { readonly kind: 'promptDone' | 'promptFailed' | 'silence' | 'gathered' };

/** A piece was heard to its end or could not be played, or what it asked was answered or not: the caller goes on. */
async function pieceOver(deps: Deps, ref: InteractionRef, event: PieceEvent, context: CallContext): Promise<void> {
  switch (context.kind) {
    case 'flow':
      return answered(deps, ref, event, context.turn);
    case 'capture':
      return captureDigits(deps, ref, event, context.turn);
    case 'treat':
      return playNext(deps, ref, event, context);
    case 'farewell':
      await deps.voice.hangUp({ callRef: event.callRef, key: `${event.eventId}/hangUp`, context: '' });
      return;
    case 'voicemail':
      return whileRecorded(deps, ref, event, context.turn);
    case 'confirm':
      return whetherThere(deps, ref, event);
    case 'ring':
    case 'party':
    case 'keys':
    case 'transfer':
    case 'other':
      return;
    default:
      return never(context);
  }
}

async function answered(deps: Deps, ref: InteractionRef, event: PieceEvent, turn: number): Promise<void> {
  if (await beginRecording(deps, ref, turn)) return;
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
  // A piece of an earlier wait: another chain of pieces plays for this one.
  const isOfWait = (one: StoredInteraction) => {
    const visit = waitingVisit(one);
    return visit?.visitId === context.visitId && visit.attempt === context.attempt;
  };
  const stored = await loadWhere(deps, ref, isOfWait);
  const visit = stored !== undefined && isOfWait(stored) ? waitingVisit(stored) : null;
  const callRef = stored === undefined ? undefined : currentCall(stored);
  if (stored === undefined || visit === null || callRef === undefined) return;
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
