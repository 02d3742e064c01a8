import { randomUUID } from 'node:crypto';
import type { LocalResponse } from '../../kit/http';
import type { Book } from './book';
import { callIdIn } from './call-token';
import { idOf, isLive } from './connections';
import type { RawId } from './identifiers';
import { accept, invite, refuse, settleUnattended } from './invitations';
import { endLeg, leave, reportParticipants, ringing } from './legs';
import { propertiesOf } from './properties';
import { callNotFound, RESULTS, type Result } from './results';
import type { Call, Connection, Leg } from './state';
import { subscribeFromTheStart } from './subscriptions';
import { because, report, type Turn } from './turn';

/** The app is in the call. */
export function established(turn: Turn, connection: Connection): void {
  connection.state = 'connected';
  const connectionId = idOf(turn.call, connection);
  const origin = { context: connection.context, callbackUri: null, connectionId };
  report(turn, 'CallConnected', origin, because(RESULTS.done));
  reportParticipants(turn, connectionId === turn.call.id ? undefined : [connection]);
  subscribeFromTheStart(turn, connection);
}

export function connect(turn: Turn, connection: Connection): LocalResponse {
  turn.call.connection = connection;
  const response = { status: 200, body: propertiesOf(turn.call) };
  established(turn, connection);
  return response;
}

/** The app is in the call already: what it asks for by this connection is told to this connection. */
export function connectBeside(turn: Turn, asked: Connection): LocalResponse {
  const connection = { ...asked, id: randomUUID() };
  turn.call.further = [...(turn.call.further ?? []), connection];
  const response = { status: 200, body: propertiesOf(turn.call, connection.id) };
  established(turn, connection);
  return response;
}

/** A user of the resource at whom it rings, and the call in which it does. */
interface Rung {
  readonly call: Call;
  readonly legId: string;
}

/** Whom the context is about, while it rings at them; undefined for the context of a call to a number of ours. */
export function ringingFor(book: Book, incomingCallContext: string): Rung | undefined {
  const call = book.get(callIdIn(incomingCallContext));
  const leg = call?.legs.find(({ invitation }) => invitation?.incomingCallContext === incomingCallContext);
  if (call === undefined || leg === undefined) return undefined;
  if (leg.state !== 'ringing' || call.state === 'ended') throw callNotFound();
  return { call, legId: leg.id };
}

function legOf({ call }: Turn, legId: string): Leg {
  const leg = ringing(call).find(({ id }) => id === legId);
  if (leg === undefined) throw callNotFound();
  return leg;
}

/** The app takes the call for the user: it is in it by a connection of theirs. */
export function answerFor(turn: Turn, legId: string, asked: Connection): LocalResponse {
  accept(turn, legOf(turn, legId));
  const theirs = { ...asked, legId };
  return isLive(turn.call.connection) ? connectBeside(turn, theirs) : connect(turn, theirs);
}

export function declineFor(turn: Turn, legId: string, why: Result): LocalResponse {
  refuse(turn, legOf(turn, legId), why);
  return { status: 204 };
}

/** It rings at somebody else, who is asked what the user was asked. */
export function passOn(turn: Turn, legId: string, target: RawId): LocalResponse {
  const leg = legOf(turn, legId);
  endLeg(turn, leg, RESULTS.callCanceled);
  if (leg.invitation !== null) {
    const { kind, origin, endsAt, transferee, display } = leg.invitation;
    const rest = transferee === null ? {} : { transferee };
    invite(turn, { rawId: target, kind, origin, lengthMs: endsAt - turn.now, display, ...rest });
  }
  settleUnattended(turn);
  return { status: 204 };
}

/** Who was in the call by the connection leaves with it. */
export function hangUpFor(turn: Turn, connection: Connection | undefined): void {
  const leg = turn.call.legs.find(({ id, state }) => id === connection?.legId && state === 'joined');
  if (leg !== undefined) leave(turn, leg, RESULTS.agentLeft);
}
