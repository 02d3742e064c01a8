import { randomUUID } from 'node:crypto';
import { announce } from './announce';
import { tokenOf } from './call-token';
import { isInternational } from '../sms/numbers';
import { addressOfRawId, identifierOf, isOwnUser, isPhone, isResourceAccount, type RawId } from './identifiers';
import {
  endCall,
  endIfEmpty,
  endLeg,
  join,
  joined,
  joinedLeg,
  newLeg,
  reportInvitationFailed,
  reportParticipants,
  ringing,
} from './legs';
import { NO_ORIGIN } from './origin';
import { planOf } from './habit';
import { RESULTS, type Result } from './results';
import { subscribeFromTheStart } from './subscriptions';
import { untouched, type Call, type Invitation, type InvitationDisplay, type Leg } from './state';
import { because, report, type Turn } from './turn';

interface Invite {
  readonly rawId: RawId;
  readonly kind: Invitation['kind'];
  readonly origin?: Invitation['origin'];
  readonly lengthMs: number;
  readonly transferee?: RawId;
  readonly display: InvitationDisplay;
}

/** Rings somebody. */
export function invite(turn: Turn, { rawId, kind, lengthMs, display, ...rest }: Invite): Leg {
  const habit = turn.habitOf(rawId);
  const incomingCallContext = isOwnUser(rawId) ? tokenOf(turn.call.id) : undefined;
  const invited = newLeg(rawId, 'callee', {
    id: randomUUID(),
    kind,
    origin: rest.origin ?? NO_ORIGIN,
    endsAt: turn.now + lengthMs,
    transferee: rest.transferee ?? null,
    ...(incomingCallContext !== undefined && { incomingCallContext }),
    display: { ...display, ...trunkTo(turn, rawId) },
  });
  const leg = habit === undefined ? invited : { ...invited, plan: planOf(habit, turn.now) };
  turn.call.legs.push(leg);
  if (incomingCallContext !== undefined) announce(turn, rawId, incomingCallContext, display);
  return leg;
}

function trunkTo({ trunkFor }: Turn, rawId: RawId): Pick<InvitationDisplay, 'trunk'> {
  const trunk = isPhone(rawId) ? trunkFor(addressOfRawId(rawId)) : undefined;
  return trunk === undefined ? {} : { trunk };
}

/** Whose number is none, and who has no client that could ring, is given up at once; a Teams auto attendant or call queue takes the call by itself. */
export function settleUnattended(turn: Turn): void {
  for (const leg of ringing(turn.call))
    if (isPhone(leg.rawId) && !isInternational(addressOfRawId(leg.rawId))) refuse(turn, leg, RESULTS.noSuchNumber);
    else if (!turn.isReachable(leg.rawId)) refuse(turn, leg, RESULTS.notRegistered);
    else if (isResourceAccount(leg.rawId)) accept(turn, leg);
}

/** Who rings takes the call. */
export function accept(turn: Turn, leg: Leg): void {
  const { invitation } = leg;
  if (leg.state !== 'ringing' || invitation === null) return;
  switch (invitation.kind) {
    case 'create': {
      acceptCreated(turn, leg);
      return;
    }
    case 'add':
      join(turn, leg);
      report(turn, 'AddParticipantSucceeded', invitation.origin, {
        participant: identifierOf(leg.rawId),
        ...because(RESULTS.done),
      });
      {
        reportParticipants(turn);
        return;
      }
    case 'redirect':
      turn.call.state = 'connected';
      {
        turn.call.legs.filter(({ state }) => state === 'ringing').forEach((one) => join(turn, one));
        return;
      }
    case 'transfer': {
      acceptTransfer(turn, leg, invitation);
      return;
    }
    default:
      invitation.kind satisfies never;
  }
}

/** The first who answers makes it a call. */
function acceptCreated(turn: Turn, leg: Leg): void {
  const { call } = turn;
  join(turn, leg);
  if (call.connection?.state === 'connecting') {
    call.state = 'connected';
    call.connection.state = 'connected';
    report(turn, 'CallConnected', { context: call.connection.context, callbackUri: null }, because(RESULTS.done));
    subscribeFromTheStart(turn, call.connection);
  }
  reportParticipants(turn);
}

/** The transferred and the target go on in a call of their own, in which the app has no part. */
function acceptTransfer(turn: Turn, target: Leg, invitation: Invitation): void {
  const { call } = turn;
  const transferee = invitation.transferee === null ? undefined : joinedLeg(call, invitation.transferee);
  if (transferee === undefined) {
    refuse(turn, target, RESULTS.participantGone);
    return;
  }
  report(turn, 'CallTransferAccepted', invitation.origin, {
    transferTarget: identifierOf(target.rawId),
    transferee: identifierOf(transferee.rawId),
    ...because(RESULTS.done),
  });
  join(turn, target);
  transferee.hold = null;
  turn.spawned.push(callOf(turn, transferee, target));
  call.legs.splice(0, call.legs.length, ...call.legs.filter((leg) => leg !== target && leg !== transferee));
  if (!endIfEmpty(turn, RESULTS.transferred)) reportParticipants(turn);
}

function callOf({ call, now }: Turn, transferee: Leg, target: Leg): Call {
  return {
    ...call,
    id: randomUUID(),
    serverCallId: randomUUID(),
    from: transferee.rawId,
    to: [target.rawId],
    startedAt: now,
    state: 'connected',
    offer: null,
    connection: null,
    further: [],
    legs: [transferee, target],
    ...untouched(),
  };
}

/** The ringing of somebody ends without them. */
export function refuse(turn: Turn, leg: Leg, why: Result): void {
  if (leg.state !== 'ringing') return;
  endLeg(turn, leg, why);
  reportInvitationFailed(turn, leg, why);
  const { call } = turn;
  const isFruitless = call.state === 'connecting' && ringing(call).length === 0 && joined(call).length === 0;
  if (isFruitless) endCall(turn, why);
  else if (call.state !== 'connecting') endIfEmpty(turn, why);
}
