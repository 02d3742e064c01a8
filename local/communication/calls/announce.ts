import { identifierOf, type RawId } from './identifiers';
import { publishGrid, type Turn } from './turn';

/** Event Grid says that it rings at somebody for whom an app may answer. */
export function announce(turn: Turn, to: RawId, incomingCallContext: string): void {
  const { call } = turn;
  publishGrid(turn, 'IncomingCall', `/caller/${call.from}/recipient/${to}`, {
    to: identifierOf(to),
    from: identifierOf(call.from),
    serverCallId: call.serverCallId,
    callerDisplayName: call.callerDisplayName,
    customContext: { sipHeaders: call.sipHeaders ?? {}, voipHeaders: {} },
    incomingCallContext,
    correlationId: call.correlationId,
  });
}
