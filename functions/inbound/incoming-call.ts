import { parseIncomingCall } from '../../shared/channels/voice';
import type { Envelope } from '../../shared/contracts/events/envelope';
import { receiveCall } from '../../shared/flows/inbound/receive-call';
import type { App } from '../compose';
import { onEvent, type EventOutcome } from '../register';

/** A call rings at one of our numbers. */
export const registerIncomingCall = (): void => onEvent('incomingCall', incomingCall);

async function incomingCall({ deps }: App, event: Envelope): Promise<EventOutcome> {
  const call = parseIncomingCall(event);
  if (call.kind !== 'incomingCall') return call;
  if (call.headersRefused > 0)
    deps.log.warn('headers not taken', { callId: call.sourceId, count: call.headersRefused });
  const received = await receiveCall(deps, {
    from: call.customerAddress,
    callerName: call.customerName,
    to: call.ourAddress,
    trunk: call.trunk,
    headers: call.headers,
    callId: call.sourceId,
    incomingCallContext: call.incomingCallContext,
    raisedAt: event.at ?? deps.clock.now(),
  });
  return { kind: 'done', what: received.kind };
}
