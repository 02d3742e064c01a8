import {
  othersAmong,
  sipAnswer,
  teamsUsersAmong,
  type CallbackMeaning,
  type CallEvent as Callback,
} from '../../shared/channels/voice';
import type { DialFailure } from '../../shared/core/interaction/events';
import { never } from '../../shared/core/lib/never';
import type { CallEvent, CallReport } from '../../shared/flows/voice/handle-call-event';

/** A callback as the flows know it. */
export function callEventOf(callback: Extract<Callback, { kind: 'callback' }>): CallEvent {
  const { sourceId: eventId, callRef, context, meaning } = callback;
  return { eventId, callRef, context, ...reportOf(meaning) };
}

function reportOf(meaning: CallbackMeaning): CallReport {
  switch (meaning.kind) {
    case 'connected':
    case 'agentJoined':
    case 'transferred':
    case 'transferFailed':
      return { kind: meaning.kind };
    case 'key':
      return { kind: 'key', key: meaning.key };
    case 'disconnected':
      return { kind: 'disconnected', dialled: null };
    case 'promptDone':
    case 'promptFailed':
      return { kind: meaning.kind };
    case 'answerFailed':
      return { kind: 'disconnected', dialled: dialFailure(meaning.code) };
    case 'promptCancelled':
      return { kind: 'promptCanceled' };
    case 'agentFailed':
      // What ended the ringing says so itself: the caller hung up, or we took the ringing back.
      if (meaning.why === 'cancelled') return { kind: 'ignored' };
      return { kind: 'agentFailed', why: meaning.why === 'notConnected' ? 'notAnswered' : meaning.why };
    case 'gathered':
      return meaning.by === 'digits'
        ? { kind: 'gathered', digits: meaning.value, words: null }
        : { kind: 'gathered', digits: '', words: meaning.value };
    case 'gatherFailed':
      return meaning.why === 'cancelled' ? { kind: 'promptCanceled' } : { kind: 'silence' };
    case 'participants':
      return {
        kind: 'participants',
        sequence: meaning.sequence,
        teamsUserIds: teamsUsersAmong(meaning.participants),
        others: othersAmong(meaning.participants),
      };
    case 'recordingFailed':
      return { kind: 'recordingFailed' };
    case 'transcriptFailed':
      return { kind: 'transcriptFailed', why: `${meaning.code ?? '?'} ${meaning.subCode ?? '?'}` };
    case 'recordingChanged':
      return { kind: 'recordingChanged', recordingRef: meaning.recordingId, isActive: meaning.isActive };
    case 'agentLeft':
    case 'ringCancelled':
    case 'holdFailed':
      return { kind: 'ignored' };
    default:
      return never(meaning);
  }
}

/** A 403 is the carrier's word for a customer who wants no call. */
const dialFailure = (code: number | null): DialFailure => (code === 403 ? 'declined' : (sipAnswer(code) ?? 'failed'));
