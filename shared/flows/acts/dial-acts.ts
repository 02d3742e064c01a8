import { callRef } from './call-ref';
import { failDial } from '../voice/fail-dial';
import { callerIdOf } from '../voice/caller-id';
import { mayCallBack } from '../voice/may-call-back';
import { DONE, fromCall, type ActOutcome } from './act-outcome';
import { keyOf, type ActOf, type Doing } from './doing';
import { transcriptTarget } from './transcript-acts';

/** No call lasts longer; a line that nobody gave back is free again after it. */
const LONGEST_CALL_MS = 4 * 3_600_000;

/** The same for all calls to this customer: only one of them is ever made at a time. */
const lineKey = ({ stored }: Doing): string => stored.interaction.facts.interactionId;

/** Calls a customer who asked for it, if there is a line of ours and it is not night where they are. */
export async function dialCustomer(doing: Doing, { attempt }: ActOf<'dialCustomer'>): Promise<ActOutcome> {
  const { deps, stored } = doing;
  const { facts, deferred } = stored.interaction;
  if (deferred?.kind !== 'callback' || deferred.call !== 'dialling') return DONE;
  const { number } = deferred;
  const give = (why: Parameters<typeof failDial>[2]) =>
    ({ kind: 'done', next: () => failDial(deps, facts, why) }) as const;
  const permission = await mayCallBack(deps, facts, number);
  if (permission.kind === 'refused') return give(permission.code === 'quietHours' ? 'notNow' : 'failed');
  if (!(await takeLine(doing))) return give('noLine');
  const { key, callbackUrl } = { key: keyOf(doing), callbackUrl: deps.urls.callCallback(facts) };
  const transcript = await transcriptTarget(deps, facts);
  const from = { from: facts.ourAddress, callerId: await callerIdOf(deps, facts) };
  const result = await deps.voice.dial({ key, ...from, to: number, callbackUrl, transcript });
  const failed = () => failDial(deps, facts, 'failed');
  return fromCall(result, callRef(attempt), { failed, gone: failed });
}

async function takeLine(doing: Doing): Promise<boolean> {
  const { deps, stored } = doing;
  const { tenantId, ourAddress } = stored.interaction.facts;
  const { config } = await deps.configs.live(tenantId);
  const { linesPerNumber: lines } = config.conversation.callback;
  const now = deps.clock.now();
  const until = now + LONGEST_CALL_MS;
  return deps.outboundLines.take({ tenantId, number: ourAddress, key: lineKey(doing), lines, now, until });
}

/** Another call may go out from the number. */
export async function freeLine(doing: Doing): Promise<ActOutcome> {
  const { tenantId, ourAddress } = doing.stored.interaction.facts;
  await doing.deps.outboundLines.free(tenantId, ourAddress, lineKey(doing));
  return DONE;
}
