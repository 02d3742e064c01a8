import type { CompiledConfig, EntryPoint } from '../../core/config/compiled';
import type { InteractionCommand } from '../../core/interaction/commands';
import type { Facts } from '../../core/interaction/state';
import { interactionIdOf, visitIdOf, type InteractionId, type TenantId } from '../../core/lib/ids';
import { wordsOf } from '../command-of-step';
import { openInteraction } from '../lib/change-interaction';
import { claimLine } from '../lib/claim-line';
import type { Deps } from '../lib/deps';
import { FlowError } from '../lib/flow-error';
import { lineOf } from '../lib/line-of';
import { DEFERRED_FOR_MS, newVisit } from '../lib/new-visit';
import { refuseFullQueue } from '../lib/refuse-full-queue';
import { refuseTooMany } from '../lib/refuse-too-many';
import { mayCallBack, whenMayCallBack } from '../voice/may-call-back';

/** Somebody who fills in a form asks to be called. */
export interface CallRequest {
  readonly tenantId: TenantId;
  /** The id of an entry point of calls that `conversation.callback.forms` names. */
  readonly entryPoint: string;
  readonly number: string;
  readonly customerName: string | null;
  /** One of the tenant's; null: its first. */
  readonly language: string | null;
  /** Not before this instant; null: as soon as it is their turn. */
  readonly at: number | null;
  /** The caller's own key: a repeat asks for the same call. */
  readonly key: string;
}

/** `alreadyWaiting`: the number is to be called anyway, as it was promised before. */
export interface CallPromised {
  readonly outcome: 'accepted' | 'alreadyWaiting';
  /** From when they may be offered to an agent: what was asked, or the first hour after it in which they may be called. */
  readonly callFrom: number;
}

const WINDOW_MS = 10 * 60_000;
const DAY_MS = 24 * 60 * 60_000;
/** Offices share an address, but not so many of their people want to be called at once. */
const MOST_BY_ADDRESS = 20;
const MOST_BY_VISITOR = 10;
/** Nobody is rung again and again because somebody else fills in forms with their number. */
const MOST_BY_NUMBER = 5;
const LONGEST_AHEAD_MS = 30 * DAY_MS;

/**
 * A call that was asked for on the web. It is work like a callback that a caller asked for: offered to an agent first,
 * dialled after the accept. One number is called once, however often it was asked. `clientAddress` is where the request came from.
 */
export async function askForCall(
  deps: Deps,
  request: CallRequest,
  clientAddress: string | null = null,
): Promise<CallPromised> {
  const { config, version } = await deps.configs.live(request.tenantId);
  const entryPoint = config.conversation.callback.forms.has(request.entryPoint)
    ? config.entryPoints.get(request.entryPoint)
    : undefined;
  if (entryPoint === undefined) throw new FlowError('notFound', 'There is no such form.');
  const number = deps.numbers.facts(request.number)?.e164;
  if (number === undefined) throw refusedNumber('notE164');
  await refuseFlood(deps, request, number, clientAddress);
  await refuseFullQueue(deps, request.tenantId, entryPoint.queueId);
  const from = askedFrom(deps, request);
  const callFrom = await callableFrom(deps, request.tenantId, entryPoint, number, from);
  const asked = { ...request, number, callFrom };
  const facts = factsOf(deps, entryPoint, version, asked);
  const line = lineOf(facts(''));
  // A form is sent again because its answer was lost: it must not ask for a second call once the first one was made.
  const isRepeat = async (interactionId: InteractionId) =>
    (await deps.interactions.load({ tenantId: request.tenantId, interactionId }))?.refs[ASKED_REF] === request.key;
  const claim = await claimLine(deps, line, { sentAt: deps.clock.now(), isRepeat });
  if (claim.kind === 'repeated') return { outcome: 'accepted', callFrom };
  const opened = await openInteraction(
    deps,
    { type: 'open', at: deps.clock.now(), facts: facts(claim.interactionId), incomingCallContext: null },
    { commandFor: () => deferral(deps, config, entryPoint, asked), refs: { [ASKED_REF]: request.key } },
  );
  const isTheirs = opened.kind === 'opened' || opened.stored.refs[ASKED_REF] === request.key;
  return {
    outcome: isTheirs ? 'accepted' : 'alreadyWaiting',
    callFrom: isTheirs ? callFrom : waitsFrom(opened.stored),
  };
}

/** The key of the request that an interaction began with, among its refs. */
const ASKED_REF = 'asked';

function waitsFrom({ interaction: { phase } }: Awaited<ReturnType<typeof openInteraction>>['stored']): number {
  return 'visit' in phase ? phase.visit.waitingSince : 0;
}

function refuseFlood(
  deps: Deps,
  { tenantId, key }: CallRequest,
  number: string,
  clientAddress: string | null,
): Promise<void> {
  const counted = [
    { what: `callback visitor ${tenantId} ${key}`, most: MOST_BY_VISITOR, windowMs: WINDOW_MS },
    { what: `callback number ${tenantId} ${number}`, most: MOST_BY_NUMBER, windowMs: DAY_MS },
  ];
  const from = `callback address ${tenantId} ${clientAddress}`;
  if (clientAddress !== null) counted.push({ what: from, most: MOST_BY_ADDRESS, windowMs: WINDOW_MS });
  return refuseTooMany(deps, counted, 'Too many calls were asked for.');
}

const refusedNumber = (code: string) =>
  new FlowError('refused', 'This number cannot be called.', [{ path: 'body.number', message: code }]);

function askedFrom({ clock }: Deps, { at }: CallRequest): number {
  const now = clock.now();
  if (at !== null && at > now + LONGEST_AHEAD_MS)
    throw new FlowError('invalid', 'That is too far ahead.', [{ path: 'body.at', message: 'at most 30 days ahead' }]);
  return Math.max(now, at ?? now);
}

/** The guard's word before anything is promised; who wants nothing of us any more is not called by a stranger's form. */
async function callableFrom(
  deps: Deps,
  tenantId: TenantId,
  { address }: EntryPoint,
  number: string,
  from: number,
): Promise<number> {
  if (await deps.directory.hasOptedOut(tenantId, address, number)) throw refusedNumber('optedOut');
  const callFrom = await whenMayCallBack(deps, { tenantId }, number, from);
  if (callFrom !== null) return callFrom;
  const permission = await mayCallBack(deps, { tenantId }, number, from);
  throw refusedNumber(permission.kind === 'refused' ? permission.code : 'quietHours');
}

type Asked = CallRequest & { readonly callFrom: number };

const factsOf =
  ({ clock }: Deps, entryPoint: EntryPoint, configVersion: number, { tenantId, number, customerName }: Asked) =>
  (interactionId: string): Facts => ({
    tenantId,
    interactionId: interactionIdOf(interactionId),
    channel: 'voice',
    customerAddress: number,
    customerName,
    ourAddress: entryPoint.address,
    // Names the line: there is one at a time for each number.
    externalRef: `callback:${number}`,
    flowId: entryPoint.flowId,
    configVersion,
    openedAt: clock.now(),
    continues: null,
  });

function deferral(
  { clock, ids }: Deps,
  config: CompiledConfig,
  { queueId }: EntryPoint,
  { number, language: wanted, callFrom }: Asked,
): InteractionCommand {
  const at = clock.now();
  const language = config.tenant.languages.find((one) => one === wanted) ?? config.tenant.languages[0];
  const queue = config.queues.get(queueId);
  const visit = newVisit(
    config,
    'voice',
    {
      ...{ queueId, language, priority: queue?.priority ?? 0, requirements: queue?.requirements ?? [] },
      // They come from no flow, so there is none to go on with.
      ...{ position: '', preferredAgentId: null, work: 'callback' },
      ...{ waitingSince: callFrom, deadlineAt: callFrom + DEFERRED_FOR_MS.callback },
    },
    { visitId: visitIdOf(ids.next()), at },
  );
  const words = wordsOf(config, language, [], null);
  return { type: 'defer', at, work: { kind: 'callback', number }, visit, notBefore: callFrom, words };
}
