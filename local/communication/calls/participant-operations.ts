import type { LocalRequest, LocalResponse, Route } from '../../kit/http';
import type { Book } from './book';
import { checkPlaces, freePlaces } from './limits';
import { liveCall, liveConnection } from './call-operations';
import { connectionBy } from './connections';
import { addressOfRawId, identifierOf, type RawId } from './identifiers';
import { invite, settleUnattended } from './invitations';
import { endLeg, joined, joinedLeg, leave, reportParticipants, ringing, wireParticipants } from './legs';
import { noBody, type Operation } from './operation';
import { originOf, addSchema, cancelAddSchema, displayOf, muteSchema, removeSchema, transferSchema } from './wire';
import { invalidArgument, notEstablished, notSupported, participantNotFound, RESULTS } from './results';
import { checkInvited } from './teams-phone-rules';
import type { Call, Leg } from './state';
import type { Origin } from './origin';
import { because, report, type Durations, type Turn } from './turn';
import type { z } from 'zod';

type ToRoute = <T>(operation: Operation<T>) => Route;
const CALL = '/calling/callConnections/{id}';
const PARTICIPANTS = `${CALL}/participants`;

/** The operations on who is in a call. */
export function participantRoutes(route: ToRoute, book: Book, durations: Durations): Route[] {
  const post = <T>(name: string, body: z.ZodType<T>, perform: (turn: Turn, body: T) => LocalResponse): Route =>
    route({
      method: 'POST',
      path: name,
      body,
      repeatable: true,
      perform: (request, parsed) => book.change(connected(book, request), (turn) => perform(turn, parsed)),
    });
  return [
    post(`${PARTICIPANTS}:add`, addSchema, (turn, body) => add(turn, body, durations)),
    post(`${PARTICIPANTS}:cancelAddParticipant`, cancelAddSchema, (turn, body) =>
      cancelAdd(turn, body.invitationId, originOf(turn, body)),
    ),
    post(`${PARTICIPANTS}:remove`, removeSchema, (turn, body) =>
      remove(turn, body.participantToRemove, originOf(turn, body)),
    ),
    post(`${PARTICIPANTS}:mute`, muteSchema, (turn, { targetParticipants: [target], operationContext }) =>
      mute(turn, target ?? '', operationContext),
    ),
    post(`${CALL}:transferToParticipant`, transferSchema, (turn, body) => transfer(turn, body, durations.ringMs)),
    ...lookRoutes(route, book),
  ];
}

function lookRoutes(route: ToRoute, book: Book): Route[] {
  return [
    route({
      method: 'GET',
      path: PARTICIPANTS,
      body: noBody,
      perform: (request) => ({ status: 200, body: { value: wireParticipants(liveCall(book, request)) } }),
    }),
    route({
      method: 'GET',
      path: `${PARTICIPANTS}/{rawId}`,
      body: noBody,
      perform: (request) => {
        const found = wireParticipants(liveCall(book, request)).find(
          ({ identifier }) => identifier.rawId === request.params['rawId'],
        );
        if (found === undefined) throw participantNotFound();
        return { status: 200, body: found };
      },
    }),
  ];
}

/** The connection of a request's path, once somebody has answered its call. */
export function connected(book: Book, request: LocalRequest): string {
  const id = liveConnection(book, request);
  const call = book.get(id);
  if (call === undefined || connectionBy(call, id)?.state !== 'connected') throw notEstablished();
  return id;
}

/** Somebody who is in the call. */
export function participant(call: Call, rawId: RawId): Leg {
  const leg = joinedLeg(call, rawId);
  if (leg === undefined) throw participantNotFound();
  return leg;
}

function add(turn: Turn, body: z.infer<typeof addSchema>, durations: Durations) {
  const rawId = body.participantToAdd;
  const { call } = turn;
  if (call.legs.some((leg) => leg.rawId === rawId && leg.state !== 'ended')) {
    throw invalidArgument('The participant is in the call, or is being added to it.');
  }
  checkPlaces(1, freePlaces(call));
  checkInvited(call, rawId, body.sourceCallerIdNumber !== undefined);
  const seconds = body.invitationTimeoutInSeconds;
  const from = body.sourceCallerIdNumber?.value ?? body.sourceDisplayName ?? addressOfRawId(call.from);
  const leg = invite(turn, {
    rawId,
    kind: 'add',
    origin: originOf(turn, body),
    lengthMs: seconds ? seconds * 1000 : durations.inviteMs,
    display: displayOf(from, body.customCallingContext),
  });
  settleUnattended(turn);
  return accepted({
    participant: { identifier: identifierOf(rawId), isMuted: false, isOnHold: false },
    operationContext: body.operationContext,
    invitationId: leg.invitation?.id,
  });
}

const accepted = (body: object): LocalResponse => ({ status: 202, body });

/** The invitation ends with this cancellation's callback; it has no other. */
function cancelAdd(turn: Turn, invitationId: string, origin: Origin): LocalResponse {
  const leg = turn.call.legs.find(({ invitation }) => invitation?.id === invitationId && invitation.kind === 'add');
  if (leg === undefined) throw participantNotFound();
  if (leg.state === 'ringing') {
    endLeg(turn, leg, RESULTS.callCanceled);
    report(turn, 'CancelAddParticipantSucceeded', origin, { invitationId, ...because(RESULTS.done) });
  } else {
    report(turn, 'CancelAddParticipantFailed', origin, { invitationId, ...because(RESULTS.conflict) });
  }
  return accepted({ invitationId, operationContext: origin.context ?? undefined });
}

function remove(turn: Turn, rawId: RawId, origin: Origin): LocalResponse {
  const leg = participant(turn.call, rawId);
  const setback = turn.setback('removeParticipant', false);
  const whom = { participant: identifierOf(rawId) };
  if (setback !== undefined) {
    report(turn, 'RemoveParticipantFailed', origin, { ...whom, ...because(setback) });
  } else {
    report(turn, 'RemoveParticipantSucceeded', origin, { ...whom, ...because(RESULTS.done) });
    leave(turn, leg, RESULTS.removed);
  }
  return accepted({ operationContext: origin.context ?? undefined });
}

function mute(turn: Turn, rawId: RawId, operationContext: string | undefined): LocalResponse {
  const leg = participant(turn.call, rawId);
  if (!rawId.startsWith('8:acs:')) throw notSupported('Only Communication Services users can be muted.');
  if (!leg.muted) {
    leg.muted = true;
    reportParticipants(turn);
  }
  return { status: 200, body: { operationContext } };
}

function transfer(turn: Turn, body: z.infer<typeof transferSchema>, lengthMs: number): LocalResponse {
  const { call } = turn;
  const present = joined(call);
  const transferee = body.transferee ?? (present.length === 1 ? present[0]?.rawId : undefined);
  if (transferee === undefined) throw invalidArgument('A transfer in a group call names its transferee.');
  participant(call, transferee);
  if (ringing(call).some(({ invitation }) => invitation?.kind === 'transfer')) {
    throw invalidArgument('A transfer is under way.');
  }
  invite(turn, {
    rawId: body.targetParticipant,
    kind: 'transfer',
    origin: originOf(turn, body),
    lengthMs,
    transferee,
    display: displayOf(body.sourceCallerIdNumber?.value ?? addressOfRawId(transferee), body.customCallingContext),
  });
  settleUnattended(turn);
  return accepted({ operationContext: body.operationContext });
}
