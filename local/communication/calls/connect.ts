import { randomUUID } from 'node:crypto';
import type { LocalResponse, Route } from '../../kit/http';
import type { Book } from './book';
import { connectionOf, newServerCallId } from './call-operations';
import { connect, connectBeside } from './entering';
import { propertiesOf } from './properties';
import { isLive } from './connections';
import type { Operation } from './operation';
import { RESULTS } from './results';
import { untouched, type Call, type Connection } from './state';
import { because, report, type Turn } from './turn';
import { connectSchema, type Locator } from './wire';

type ToRoute = <T>(operation: Operation<T>) => Route;

/** The operation by which the app joins a call that others have. */
export const connectRoute = (route: ToRoute, book: Book): Route =>
  route({
    method: 'POST',
    path: '/calling/callConnections:connect',
    body: connectSchema,
    repeatable: true,
    perform: (_request, body) => {
      const asked = connectionOf(body, null);
      const call = book.find((one) => one.state === 'connected' && isAt(one, body.callLocator));
      if (call === undefined) return book.add(noCall(asked, book.now()), failToConnect);
      if (!isLive(call.connection)) return book.change(call.id, (turn) => connect(turn, asked));
      return book.change(call.id, (turn) => connectBeside(turn, asked));
    },
  });

/** Whether a call is the one that is meant. */
export function isAt({ serverCallId, meeting }: Call, locator: Locator): boolean {
  switch (locator.kind) {
    case 'serverCallLocator':
      return serverCallId === locator.serverCallId;
    case 'groupCallLocator':
      return meeting?.kind === 'groupCall' && meeting.id === locator.groupCallId;
    case 'roomCallLocator':
      return meeting?.kind === 'room' && meeting.id === locator.roomId;
    default:
      return locator satisfies never;
  }
}

/** The request is taken, since Azure looks for the call after it; then nothing is found. */
function failToConnect(turn: Turn): LocalResponse {
  const { call } = turn;
  const response = { status: 200, body: propertiesOf(call) };
  report(
    turn,
    'ConnectFailed',
    { context: call.connection?.context ?? null, callbackUri: null },
    because(RESULTS.callGone),
  );
  if (call.connection !== null) call.connection.state = 'disconnected';
  call.state = 'ended';
  call.end = { at: turn.now, ...RESULTS.callGone };
  return response;
}

const noCall = (connection: Connection, now: number): Call => ({
  id: randomUUID(),
  serverCallId: newServerCallId(),
  correlationId: randomUUID(),
  direction: 'outbound',
  from: '',
  to: [],
  callerDisplayName: '',
  startedAt: now,
  state: 'connecting',
  offer: null,
  connection,
  legs: [],
  ...untouched(),
});
