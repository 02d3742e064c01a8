import type { ChatMessage, ChatState } from '../../contracts/chat';
import type { Interaction, QueueVisit } from '../../core/interaction/state';
import { messageOf } from '../../core/lib/message-of';
import { expectedWait } from '../../core/routing/expected-wait';
import { position } from '../../core/routing/position';
import type { AddressOwner } from '../../ports/directory';
import { receiveChat } from '../inbound/receive-chat';
import type { Deps } from '../lib/deps';
import { FlowError } from '../lib/flow-error';
import { lineOf } from '../lib/line-of';
import { shardVisitId } from '../acts/shard-visit-id';
import { chatAddress } from './start-chat';

/** The customer of a chat of our own, as their token says. */
export interface Writer {
  readonly threadId: string;
  readonly userId: string;
}

/**
 * What a customer writes in a chat of our own: into the thread once, for everybody to read in that order, then to whoever
 * answers. A repeat with the same key finishes what its first try left undone.
 */
export async function writeInChat(
  deps: Deps,
  { threadId, userId }: Writer,
  { key, text }: { readonly key: string; readonly text: string },
): Promise<ChatMessage> {
  const owner = await ownerOf(deps, threadId, userId);
  const said = { from: 'customer', name: owner.customer?.name ?? null, text, at: deps.clock.now() } as const;
  const { message } = await deps.threadLog.append(threadId, `customer:${key}`, said);
  await receiveChat(deps, {
    sourceId: `${threadId}/${message.seq}`,
    threadId,
    customerAddress: userId,
    customerName: message.name,
    text: message.text,
    html: null,
    sentAt: message.at,
  });
  await tellPage(deps, threadId, message);
  return message;
}

/** Another page of the same customer may be open. One that hears nothing asks. */
export async function tellPage(
  deps: Pick<Deps, 'live' | 'log'>,
  threadId: string,
  message: ChatMessage,
): Promise<void> {
  try {
    await deps.live.tellChat(threadId, { kind: 'message', message });
  } catch (error) {
    deps.log.warn('page of a chat not told', { why: messageOf(error) });
  }
}

/** Signs of life are kept this often: leaving is counted in minutes. */
const SEEN_EVERY_MS = 20_000;

/** What was said after a number, and where the customer stands. Asking is the page's sign of life. */
export async function readChat(
  deps: Deps,
  { threadId, userId }: Writer,
  after: number,
): Promise<{ readonly messages: readonly ChatMessage[]; readonly state: ChatState }> {
  const owner = await ownerOf(deps, threadId, userId);
  const now = deps.clock.now();
  const seenAt = await deps.threadLog.seenAt(threadId);
  if (seenAt === null || now - seenAt >= SEEN_EVERY_MS) await deps.threadLog.putSeen(threadId, now);
  const [messages, state] = await Promise.all([deps.threadLog.list(threadId, after), stateOf(deps, owner, threadId)]);
  return { messages, state };
}

/** Somebody else's thread is not there. */
export async function ownerOf(deps: Deps, threadId: string, userId: string): Promise<AddressOwner> {
  const owner = await deps.addresses.find(chatAddress(threadId));
  if (owner?.customer?.address !== userId) throw new FlowError('notFound', 'There is no such chat.');
  return owner;
}

async function stateOf(deps: Deps, owner: AddressOwner, threadId: string): Promise<ChatState> {
  const { tenantId } = owner;
  const { config } = await deps.configs.live(tenantId);
  const ourAddress = config.entryPoints.get(owner.entryPoint)?.address ?? '';
  const line = lineOf({
    tenantId,
    channel: 'chat',
    ourAddress,
    customerAddress: owner.customer?.address ?? '',
    externalRef: threadId,
  });
  const open = (await deps.inbox.head(line))?.open;
  const stored = open && (await deps.interactions.glance({ tenantId, interactionId: open.interactionId }));
  return stored ? shownTo(deps, stored.interaction) : { kind: 'idle' };
}

async function shownTo(deps: Deps, interaction: Interaction): Promise<ChatState> {
  const { phase, facts, segments } = interaction;
  switch (phase.name) {
    case 'arriving':
    case 'selfService':
      return { kind: 'assistant' };
    case 'queued':
    case 'alerting':
    case 'connecting':
      return waiting(deps, interaction, phase.visit);
    case 'active': {
      const { config } = await deps.configs.live(facts.tenantId);
      return { kind: 'agent', name: config.agents.get(segments[phase.segment]?.agentId ?? '')?.name ?? null };
    }
    case 'parked':
    case 'handedOn':
    case 'ended':
    case 'closed':
      return { kind: 'idle' };
  }
}

async function waiting(deps: Deps, { facts }: Interaction, visit: QueueVisit): Promise<ChatState> {
  const visitId = shardVisitId(visit);
  return deps.shards.ask({ tenantId: facts.tenantId, shardId: visit.shardId }, (state) => {
    const wait = expectedWait(state, visitId);
    return {
      kind: 'waiting',
      position: position(state, visitId) ?? null,
      expectedMs: wait === undefined ? null : { low: wait.lowMs, high: wait.highMs },
    };
  });
}
