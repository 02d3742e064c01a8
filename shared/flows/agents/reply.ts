import type { AgentId, InteractionRef } from '../../core/lib/ids';
import type { Attachment, Delivery, Message } from '../../ports/message-store';
import type { SeenInteraction } from '../../ports/interaction-store';
import type { Deps } from '../lib/deps';
import { FlowError } from '../lib/flow-error';
import { agentOf } from '../lib/live-configs';
import { seeWhere } from '../lib/load-where';
import { mailAttachments } from './mail-files';
import { agentInCharge } from '../lib/agent-in-charge';
import { isNotYet, RELAY_CLAIM_MS, relayInOrder, relayLater } from '../relay-messages';

/** What an agent writes to the customer of an interaction. */
export interface AgentReply {
  readonly ref: InteractionRef;
  readonly agentId: AgentId;
  readonly text: string;
  readonly attachments?: readonly Attachment[];
  /** Of files that were kept for a mail. */
  readonly fileIds?: readonly string[];
  /** The Teams activity or the caller's idempotency key: a repeat sends nothing. */
  readonly sourceId: string;
  readonly sentAt: number;
}

/** The message as it was stored, and what became of it; `left`: whoever comes next sends it. */
export interface Replied {
  readonly message: Message;
  readonly delivery: Delivery | 'left';
}

/** Sends an agent's text to the customer of an interaction they are in charge of. */
export async function reply(deps: Deps, request: AgentReply): Promise<Replied> {
  const stored = await seenInCharge(deps, request.ref, request.agentId);
  if (stored === undefined) throw new FlowError('notYours', NOT_YOURS);
  return replyIn(deps, stored, request);
}

/** An interaction by which an agent is in charge of it or not. */
export const seenInCharge = (deps: Pick<Deps, 'interactions'>, ref: InteractionRef, agentId: AgentId) =>
  seeWhere(deps, ref, ({ interaction }) => agentInCharge(interaction) === agentId);

const NOT_YOURS = 'Nobody of yours is waiting for a text here.';

/** The same for an interaction that was just loaded. */
export async function replyIn(deps: Deps, stored: SeenInteraction, request: Omit<AgentReply, 'ref'>): Promise<Replied> {
  if (agentInCharge(stored.interaction) !== request.agentId) throw new FlowError('notYours', NOT_YOURS);
  const { facts } = stored.interaction;
  if (facts.channel === 'voice') throw new FlowError('refused', 'A call carries no texts.');
  if (
    facts.channel === 'sms' &&
    (await deps.directory.hasOptedOut(facts.tenantId, facts.ourAddress, facts.customerAddress))
  ) {
    throw new FlowError('refused', 'The customer wants no texts.');
  }
  const agent = await agentOf(deps, facts.tenantId, request.agentId);
  const appended = await deps.messages.append({
    ref: { tenantId: facts.tenantId, interactionId: facts.interactionId },
    direction: 'out',
    sourceId: request.sourceId,
    author: { kind: 'agent', id: request.agentId, name: agent?.name ?? null },
    text: request.text,
    html: null,
    attachments: request.attachments ?? (await mailAttachments(deps, facts, request.fileIds ?? [])),
    sentAt: request.sentAt,
    claimedUntil: deps.clock.now() + RELAY_CLAIM_MS,
    replyTo: null,
  });
  const held = appended.kind === 'stored' ? 'new' : 'takenOver';
  const relayed = await relayInOrder(deps, stored, appended.message, held);
  if (!isNotYet(relayed)) return { message: appended.message, delivery: relayed };
  // The agent is not asked to send it again: it is done by whoever comes next.
  await relayLater(deps, stored, relayed);
  return { message: appended.message, delivery: 'left' };
}
