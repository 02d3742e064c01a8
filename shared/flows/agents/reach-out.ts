import { chooseSender } from '../../core/outbound-guard/choose-sender';
import type { CompiledConfig, EntryPoint } from '../../core/config/compiled';
import type { InteractionCommand } from '../../core/interaction/commands';
import type { InteractionEvent } from '../../core/interaction/events';
import type { Facts, QueueVisit } from '../../core/interaction/state';
import {
  interactionIdOf,
  visitIdOf,
  type AgentId,
  type InteractionId,
  type InteractionRef,
  type TenantId,
} from '../../core/lib/ids';
import type { SeenInteraction } from '../../ports/interaction-store';
import { wordsOf } from '../command-of-step';
import { changeInteraction, openInteraction } from '../lib/change-interaction';
import { claimLine } from '../lib/claim-line';
import type { Deps } from '../lib/deps';
import { endTimings } from '../lib/end-timings';
import { FlowError } from '../lib/flow-error';
import { lineOf } from '../lib/line-of';
import { newVisit } from '../lib/new-visit';
import { refuseTooMany } from '../lib/refuse-too-many';
import { agentInCharge } from '../lib/agent-in-charge';
import { pullVisit, queuesOfAgent } from '../routing/take-visit';
import { mayReach } from '../voice/may-call-back';
import { interactionOfAgent } from './handle-interaction';
import { reply, type Replied } from './reply';

/** An agent wants to call or text somebody who did not write or call just now. */
export interface ReachOut {
  readonly tenantId: TenantId;
  readonly agentId: AgentId;
  /** As a person types it, with its country code. */
  readonly to: string;
  /** The id of an entry point of that channel in one of the agent's queues: the customer sees its number. */
  readonly from: string;
  /** An interaction of this agent's with the same customer, which this one continues. */
  readonly about: InteractionId | null;
  /** The agent says that the customer agreed to it. Whoever is asked back about their own matter has. */
  readonly consentGiven: boolean;
  /** The agent's own key: a repeat is the same call or text. */
  readonly key: string;
}

/** How long the agent's own offer stands when the process that took it for them has died. */
const TAKEN_WITHIN_MS = 60_000;
const HOUR_MS = 3_600_000;
/** More than anybody can talk with; a stolen sign-in dials no premium of another kind for hours. */
const MOST_BY_AGENT = 60;

/** Calls a customer for an agent: the customer's telephone rings, then the agent's Teams. */
export async function callOut(deps: Deps, request: ReachOut): Promise<SeenInteraction> {
  const { tenantId, agentId, key } = request;
  const asked = await judge(deps, request, 'voice');
  const facts = factsOf(deps, asked, `outbound:${agentId}:${key}`);
  const claim = await claimLine(deps, lineOf(facts('')), { sentAt: facts('').openedAt, isRepeat: async () => true });
  const ref = { tenantId, interactionId: claim.interactionId };
  if (claim.kind === 'opened') {
    const work = { kind: 'callback', number: asked.number, by: agentId } as const;
    const visit = visitFor(deps, asked, agentId, 'callback');
    const words = wordsOf(asked.config, visit.language, [], null);
    const command = { type: 'defer', at: visit.beganAt, work, visit, notBefore: 0, words } as const;
    await open(deps, facts(claim.interactionId), command);
    await take(deps, ref, agentId);
    await refuseFailedDial(deps, ref);
  }
  return seen(deps, ref);
}

/** All lines of the number may be taken, or the provider say no at once: the agent is free again and hears why. */
async function refuseFailedDial(deps: Deps, ref: InteractionRef): Promise<void> {
  if ((await seen(deps, ref)).interaction.phase.name !== 'closed') return;
  const failed = (await deps.interactions.timeline(ref)).map(({ event }) => event).find(isDialFailure);
  if (failed === undefined) return;
  const what = failed.why === 'noLine' ? 'All lines of this number are taken.' : 'The call could not be made.';
  throw new FlowError('refused', what, [{ path: 'body.from', message: failed.why }]);
}

const isDialFailure = (event: InteractionEvent): event is Extract<InteractionEvent, { type: 'dialFailed' }> =>
  event.type === 'dialFailed';

/** Texts a customer for an agent, whose conversation it is from then on. One that is open already is for whoever has it. */
export async function textOut(
  deps: Deps,
  request: ReachOut & { readonly text: string },
): Promise<{ readonly seen: SeenInteraction; readonly replied: Replied }> {
  const { tenantId, agentId, key, text } = request;
  const asked = await judge(deps, request, 'sms');
  const facts = factsOf(deps, asked, asked.number);
  const sentAt = deps.clock.now();
  const claim = await claimLine(deps, lineOf(facts('')), { sentAt, isRepeat: async () => false });
  const ref = { tenantId, interactionId: claim.interactionId };
  if (claim.kind === 'opened') {
    const visit = visitFor(deps, asked, agentId, 'live');
    await open(deps, facts(claim.interactionId), { type: 'enqueue', at: sentAt, visit, cause: 'flow', texts: [] });
    await take(deps, ref, agentId);
  }
  if (agentInCharge((await seen(deps, ref)).interaction) !== agentId)
    throw new FlowError('refused', 'The customer is in a conversation with us already.');
  const replied = await reply(deps, { ref, agentId, text, sourceId: `desk:${agentId}:${key}`, sentAt });
  return { seen: await seen(deps, ref), replied };
}

interface Asked {
  readonly config: CompiledConfig;
  readonly version: number;
  readonly entryPoint: EntryPoint;
  readonly number: string;
  readonly ourAddress: string;
  readonly continues: Facts['continues'];
  readonly tenantId: TenantId;
}

/** What the guard, the agent's queues and the customer's own word say. */
async function judge(deps: Deps, request: ReachOut, channel: 'voice' | 'sms'): Promise<Asked> {
  const { tenantId, agentId } = request;
  const { config, version } = await deps.configs.live(tenantId);
  const entryPoint = config.entryPoints.get(request.from);
  const queues = await queuesOfAgent(deps, tenantId, agentId);
  if (entryPoint?.channel !== channel || !queues.has(entryPoint.queueId))
    throw new FlowError('notFound', 'There is no such number of yours.');
  const to = deps.numbers.facts(request.to);
  if (to === null) throw refusedNumber('notE164');
  const number = to.e164;
  const sender = channel === 'sms' ? chooseSender(config, entryPoint.id, { number, country: to.country }) : undefined;
  const ourAddress = sender ?? entryPoint.address;
  const continues = await matterOf(deps, request, number);
  const isOut = await deps.directory.hasOptedOut(tenantId, ourAddress, number);
  const consent = isOut ? 'optedOut' : request.consentGiven || continues !== null ? 'optedIn' : 'unknown';
  const at = deps.clock.now();
  const permission = await mayReach(deps, { tenantId }, number, { purpose: 'proactive', consent, at });
  if (permission.kind === 'refused') throw refusedNumber(permission.code);
  const what = `outbound ${tenantId} ${agentId}`;
  await refuseTooMany(deps, [{ what, most: MOST_BY_AGENT, windowMs: HOUR_MS }], 'That were too many in an hour.');
  return { config, version, entryPoint, number, ourAddress, continues, tenantId };
}

const refusedNumber = (code: string) =>
  new FlowError('refused', 'This number may not be reached.', [{ path: 'body.to', message: code }]);

/** What it goes on with: only what the agent had with this very customer. */
async function matterOf(
  deps: Deps,
  { tenantId, agentId, about }: ReachOut,
  number: string,
): Promise<Facts['continues']> {
  if (about === null) return null;
  const { interaction } = await interactionOfAgent(deps, { tenantId, interactionId: about }, agentId);
  if (interaction.facts.customerAddress !== number)
    throw new FlowError('refused', 'That was about somebody else.', [{ path: 'body.about', message: 'otherCustomer' }]);
  return { interactionId: about, agentId };
}

const factsOf =
  ({ clock }: Deps, { tenantId, version, entryPoint, number, ourAddress, continues }: Asked, externalRef: string) =>
  (interactionId: string): Facts => ({
    tenantId,
    interactionId: interactionIdOf(interactionId),
    channel: entryPoint.channel,
    customerAddress: number,
    customerName: null,
    ourAddress,
    externalRef,
    flowId: entryPoint.flowId,
    configVersion: version,
    openedAt: clock.now(),
    continues,
  });

/** For this agent alone, and whatever skills the queue asks for: they chose it. */
function visitFor(
  { clock, ids }: Deps,
  { config, entryPoint }: Asked,
  onlyAgentId: AgentId,
  work: QueueVisit['work'],
): QueueVisit {
  const at = clock.now();
  const wanted = {
    ...{ queueId: entryPoint.queueId, priority: 0, requirements: [], language: config.tenant.languages[0] },
    ...{ position: '', preferredAgentId: null, onlyAgentId, work, waitingSince: at, deadlineAt: at + TAKEN_WITHIN_MS },
  };
  return newVisit(config, entryPoint.channel, wanted, { visitId: visitIdOf(ids.next()), at });
}

async function open(deps: Deps, facts: Facts, command: InteractionCommand): Promise<void> {
  const opening = { type: 'open', at: facts.openedAt, facts, incomingCallContext: null } as const;
  await openInteraction(deps, opening, { commandFor: () => command, refs: {} });
}

/** The agent has it at once, or it is over: one who is not Ready, or has no room, cannot begin anything. */
async function take(deps: Deps, ref: InteractionRef, agentId: AgentId): Promise<void> {
  try {
    await pullVisit(deps, ref, agentId);
  } catch (error) {
    const { config } = await deps.configs.live(ref.tenantId);
    const words = wordsOf(config, config.tenant.languages[0], [], null);
    await changeInteraction(deps, ref, ({ interaction }) =>
      interaction.segments.length > 0
        ? null
        : { type: 'end', at: deps.clock.now(), reason: 'notReached', words, ...endTimings(config, interaction) },
    );
    throw error;
  }
}

async function seen(deps: Deps, ref: InteractionRef): Promise<SeenInteraction> {
  const found = await deps.interactions.glance(ref);
  if (found === undefined) throw new FlowError('notFound', 'There is no such interaction.');
  return found;
}

/** The numbers of the agent's queues, from which they may call or text. */
export async function ownNumbers(deps: Deps, tenantId: TenantId, agentId: AgentId) {
  const { config } = await deps.configs.live(tenantId);
  const queues = await queuesOfAgent(deps, tenantId, agentId);
  const numbers = [...config.entryPoints.values()].flatMap(({ id, channel, address, queueId }) =>
    (channel === 'voice' || channel === 'sms') && queues.has(queueId)
      ? [{ id, channel, address, queueName: config.queues.get(queueId)?.name ?? queueId }]
      : [],
  );
  return { numbers, countries: [...config.tenant.countries].sort() };
}
