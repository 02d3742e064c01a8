import { identifierOf, type RawId } from './identifiers';
import type { InvitationDisplay } from './state';
import { publishGrid, type Turn } from './turn';

type Told = Pick<InvitationDisplay, 'sipHeaders' | 'voipHeaders'>;

/** Event Grid says that it rings at somebody for whom an app may answer, with what whoever invited them told besides. */
export function announce(turn: Turn, to: RawId, incomingCallContext: string, told: Told = {}): void {
  const { call } = turn;
  publishGrid(turn, 'IncomingCall', `/caller/${call.from}/recipient/${to}`, {
    to: identifierOf(to),
    from: identifierOf(call.from),
    serverCallId: call.serverCallId,
    callerDisplayName: call.callerDisplayName,
    customContext: { sipHeaders: { ...call.sipHeaders, ...told.sipHeaders }, voipHeaders: told.voipHeaders ?? {} },
    incomingCallContext,
    correlationId: call.correlationId,
  });
}
