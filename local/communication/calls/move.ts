import type { z } from 'zod';
import type { LocalResponse, Route } from '../../kit/http';
import type { Book } from './book';
import { connectionBy, isLive } from './connections';
import { identifierOf } from './identifiers';
import { depart, joinedLeg, reportParticipants, wireParticipants } from './legs';
import { checkPlaces, freePlaces } from './limits';
import type { Operation } from './operation';
import { connected } from './participant-operations';
import { callNotFound, invalidArgument, RESULTS } from './results';
import type { Call, Leg } from './state';
import { checkInvited } from './teams-phone-rules';
import { because, report, type Turn } from './turn';
import { moveSchema, originOf } from './wire';

type ToRoute = <T>(operation: Operation<T>) => Route;
type MoveBody = z.infer<typeof moveSchema>;

/** The operation by which the app brings participants of another of its calls into this one. */
export const moveRoute = (route: ToRoute, book: Book): Route =>
  route({
    method: 'POST',
    path: '/calling/callConnections/{id}/participants:moveHere',
    body: moveSchema,
    repeatable: true,
    perform: (request, body) => {
      const id = connected(book, request);
      const to = book.get(id);
      if (to === undefined) throw callNotFound();
      const from = fromCall(book, body, to);
      for (const rawId of body.targetParticipants) checkInvited(to, rawId, true);
      const legs = body.targetParticipants.flatMap((rawId) => movable(from, to, rawId));
      checkPlaces(legs.length, freePlaces(to));
      const moved = book.change(from.id, (turn) => legs.map(({ id }) => takeOut(turn, id)));
      // Of one turn of the event loop, so that a crash never finds somebody in neither call.
      return book.change(id, (turn) => bringIn(turn, body, moved));
    },
  });

function fromCall(book: Book, { fromCall: id }: MoveBody, to: Call): Call {
  const from = book.get(id);
  if (from === undefined || from.state === 'ended' || !isLive(connectionBy(from, id))) throw callNotFound();
  if (from.id === to.id) throw invalidArgument('Participants cannot be moved from a call into itself.');
  return from;
}

/** Who is in the one call, and neither is in the other nor rings for it. */
function movable(from: Call, to: Call, rawId: string): Leg[] {
  const leg = joinedLeg(from, rawId);
  const isThere = to.legs.some((other) => other.rawId === rawId && other.state !== 'ended');
  return leg === undefined || isThere ? [] : [leg];
}

function takeOut(turn: Turn, legId: string): Leg {
  const leg = turn.call.legs.find(({ id }) => id === legId);
  if (leg === undefined) throw callNotFound();
  depart(turn, leg);
  return leg;
}

function bringIn(turn: Turn, body: MoveBody, legs: readonly Leg[]): LocalResponse {
  const { call } = turn;
  call.legs.push(...legs);
  for (const rawId of body.targetParticipants) {
    const isMoved = legs.some((leg) => leg.rawId === rawId);
    report(turn, isMoved ? 'MoveParticipantSucceeded' : 'MoveParticipantFailed', originOf(turn, body), {
      participant: identifierOf(rawId),
      fromCall: body.fromCall,
      ...because(isMoved ? RESULTS.done : RESULTS.participantGone),
    });
  }
  if (legs.length > 0) reportParticipants(turn);
  const { operationContext, fromCall: from } = body;
  return { status: 202, body: { participants: wireParticipants(call), operationContext, fromCall: from } };
}
