import { addressKeyOf } from '../../core/config/address-key';
import type { Facts } from '../../core/interaction/state';
import { interactionIdOf } from '../../core/lib/ids';
import type { SipHeader } from '../../core/lib/sip-headers';
import { openInteraction } from '../lib/change-interaction';
import { claimLine } from '../lib/claim-line';
import type { Deps } from '../lib/deps';
import { lineOf } from '../lib/line-of';
import { entryPointOf } from '../lib/entry-point';
import type { Received } from './received';

/** A call that rings, as the channel's parser says it. */
export interface IncomingCall {
  readonly from: string;
  readonly callerName: string | null;
  readonly to: string;
  readonly trunk: string | null;
  readonly headers: readonly SipHeader[];
  /** Names the call in every repeat of the event. */
  readonly callId: string;
  readonly incomingCallContext: string;
  readonly raisedAt: number;
}

/** A call rings: the interaction is opened and the call answered in this handler. A repeat of the event finds it open. */
export async function receiveCall(deps: Deps, call: IncomingCall): Promise<Received> {
  const { to, trunk } = call;
  const owner = await deps.addresses.find(addressKeyOf(to, trunk));
  const reached = { channel: 'voice', ourAddress: to, trunk } as const;
  const found = owner && (await entryPointOf(deps, owner, reached));
  if (owner === undefined || found?.entryPoint === undefined) return reject(deps, call);
  const { entryPoint, version } = found;
  const now = deps.clock.now();
  const facts = (interactionId: string): Facts => ({
    tenantId: owner.tenantId,
    interactionId: interactionIdOf(interactionId),
    channel: 'voice',
    customerAddress: call.from,
    customerName: call.callerName,
    ourAddress: entryPoint.address,
    externalRef: call.callId,
    flowId: entryPoint.flowId,
    configVersion: version,
    openedAt: now,
    continues: null,
    ...(call.headers.length > 0 && { headers: call.headers }),
  });
  const line = lineOf(facts(''));
  const claim = await claimLine(deps, line, { sentAt: call.raisedAt, isRepeat: () => Promise.resolve(true) });
  const ref = { tenantId: owner.tenantId, interactionId: claim.interactionId };
  if (claim.kind === 'repeated') return { kind: 'repeated', ref };
  // Joined: a repeat of the event, or a handler that died between naming the interaction and opening it.
  await openInteraction(deps, {
    type: 'open',
    at: now,
    facts: facts(claim.interactionId),
    incomingCallContext: call.incomingCallContext,
  });
  return { kind: claim.kind, ref };
}

/** Of a repeat the platform says that the call is gone: so it is. */
async function reject({ voice, log }: Deps, { callId, incomingCallContext }: IncomingCall): Promise<Received> {
  const { kind } = await voice.reject({ incomingCallContext });
  log.warn('call rejected', { callId, outcome: kind });
  return { kind: 'rejected' };
}
