import { randomUUID } from 'node:crypto';
import { playNothing } from './audio';
import { connectionsOf, idOf, isControlled, isLive } from './connections';
import { identifierOf, isPhone, type RawId } from './identifiers';
import { cancelAllMedia, failMediaOf } from './media';
import { NO_ORIGIN, type Origin } from './origin';
import { beginPlan } from './plan';
import { stopRecording } from './recordings';
import { RESULTS, type Result } from './results';
import type { Call, Connection, Invitation, Leg, ToneSending } from './state';
import { because, report, type Turn } from './turn';

export const joined = (call: Call): Leg[] => call.legs.filter((leg) => leg.state === 'joined');
/** Who was invited and has not decided; the caller of a call that nobody took is not among them. */
export const ringing = (call: Call): Leg[] =>
  call.legs.filter((leg) => leg.state === 'ringing' && leg.invitation !== null);
export const joinedLeg = (call: Call, rawId: RawId): Leg | undefined =>
  call.legs.find((leg) => leg.state === 'joined' && leg.rawId === rawId);

export function newLeg(rawId: RawId, role: Leg['role'], invitation: Invitation | null): Leg {
  return {
    id: randomUUID(),
    rawId,
    role,
    state: 'ringing',
    invitation,
    joinedAt: null,
    endedAt: null,
    endedBecause: null,
    muted: false,
    hold: null,
    voicemailEndsAt: null,
    heard: [],
  };
}

export const wireParticipants = (call: Call) =>
  joined(call).map((leg) => ({
    identifier: identifierOf(leg.rawId),
    isMuted: leg.muted,
    isOnHold: leg.hold !== null,
  }));

/** Tells who is in the call, after every change of that: everybody, or a connection that is new. */
export function reportParticipants(turn: Turn, told = connectionsOf(turn.call)): void {
  turn.call.sequence += 1;
  for (const connection of told)
    report(
      turn,
      'ParticipantsUpdated',
      { ...NO_ORIGIN, connectionId: idOf(turn.call, connection) },
      {
        sequenceNumber: turn.call.sequence,
        participants: wireParticipants(turn.call),
        ...because(RESULTS.done),
      },
    );
}

export function join(turn: Turn, leg: Leg): void {
  leg.state = 'joined';
  leg.joinedAt = turn.now;
  beginPlan(turn, leg);
}

/** Takes somebody out of the call, and ends it when they were the last. */
export function leave(turn: Turn, leg: Leg, why: Result): void {
  endLeg(turn, leg, why);
  for (const connection of connectionsOf(turn.call)) if (connection.legId === leg.id) disconnect(turn, connection, why);
  goOnWithout(turn, leg.rawId, leftResult(leg, why));
}

/** Takes somebody out of the call whose side of it goes on elsewhere. */
export function depart(turn: Turn, leg: Leg): void {
  turn.call.legs.splice(turn.call.legs.indexOf(leg), 1);
  leg.hold = null;
  goOnWithout(turn, leg.rawId, RESULTS.removed);
}

function goOnWithout(turn: Turn, rawId: RawId, why: Result): void {
  if (endIfEmpty(turn, why)) return;
  failMediaOf(turn, rawId);
  turn.call.listeners = turn.call.listeners.filter(({ target }) => target !== rawId);
  failSending(turn, ({ target }) => target === rawId);
  reportParticipants(turn);
}

/** Without the app a call needs two; with it, or where others may join, one. */
export function endIfEmpty(turn: Turn, why: Result): boolean {
  const { call } = turn;
  const left = joined(call).length;
  const isOver =
    isControlled(call) || call.meeting !== undefined
      ? left === 0
      : left < 2 && (left === 0 || ringing(call).length === 0);
  if (isOver) endCall(turn, why);
  return isOver;
}

const leftResult = (leg: Leg, why: Result): Result =>
  why === RESULTS.agentLeft && isPhone(leg.rawId) ? RESULTS.customerLeft : why;

export function endLeg(turn: Turn, leg: Leg, why: Result): void {
  leg.state = 'ended';
  leg.endedAt = turn.now;
  leg.endedBecause = why.message;
  leg.hold = null;
  leg.voicemailEndsAt = null;
}

/** Ends the call for everybody. Whatever is under way ends with its own callback first. */
export function endCall(turn: Turn, why: Result): void {
  const { call } = turn;
  if (call.state === 'ended') return;
  call.state = 'ended';
  call.offer = null;
  for (const connection of connectionsOf(call)) disconnect(turn, connection, why);
  for (const leg of call.legs) if (leg.state !== 'ended') endLeg(turn, leg, why);
  for (const recording of call.recordings) stopRecording(turn, recording);
  call.end = { at: turn.now, ...why };
}

/** Ends one connection of the app to the call, with what was asked for by it; the call may go on without. */
export function disconnect(turn: Turn, connection: Connection, why: Result): void {
  const { call } = turn;
  if (!isLive(connection)) return;
  const connectionId = idOf(call, connection);
  const isMine = (origin: Origin) => (origin.connectionId ?? call.id) === connectionId;
  cancelAllMedia(turn, isMine);
  failSending(turn, ({ origin }) => isMine(origin));
  for (const leg of ringing(call)) if (isMine(leg.invitation?.origin ?? NO_ORIGIN)) cancelInvitation(turn, leg);
  call.listeners = call.listeners.filter(({ origin }) => !isMine(origin));
  playNothing(connection.streaming);
  const origin = { context: connection.context, callbackUri: null, connectionId };
  report(turn, connection.state === 'connecting' ? notConnected(call) : 'CallDisconnected', origin, because(why));
  connection.state = 'disconnected';
}

const notConnected = ({ direction }: Call) => (direction === 'inbound' ? 'AnswerFailed' : 'CreateCallFailed');

/** Invitations are the app's: who rings for it rings no longer once it has left. */
function cancelInvitation(turn: Turn, leg: Leg): void {
  endLeg(turn, leg, RESULTS.callCanceled);
  reportInvitationFailed(turn, leg, RESULTS.callCanceled);
}

function failSending(turn: Turn, concerns: (one: ToneSending) => boolean): void {
  const failed = turn.call.sending.filter(concerns);
  turn.call.sending = turn.call.sending.filter((one) => !concerns(one));
  for (const { origin } of failed) report(turn, 'SendDtmfTonesFailed', origin, because(RESULTS.participantGone));
}

export function reportInvitationFailed(turn: Turn, { rawId, invitation }: Leg, why: Result): void {
  switch (invitation?.kind) {
    case 'add':
      report(turn, 'AddParticipantFailed', invitation.origin, { participant: identifierOf(rawId), ...because(why) });
      return;
    case 'transfer':
      report(turn, 'CallTransferFailed', invitation.origin, because(why));
      return;
    case 'create':
    case 'redirect':
    case undefined:
      return;
    default:
      invitation?.kind satisfies undefined;
  }
}
