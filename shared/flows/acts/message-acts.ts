import {
  isNotYet,
  RELAY_CLAIM_MS,
  relayInOrder,
  relayNow,
  relayWaiting as relayAllWaiting,
  THROTTLED_MS,
} from '../relay-messages';
import type { AgentId } from '../../core/lib/ids';
import type { Message } from '../../ports/message-store';
import { lineOf } from '../lib/line-of';
import { agentOf } from '../lib/live-configs';
import { DONE, type ActOutcome } from './act-outcome';
import { keyOf, type ActOf, type Doing } from './doing';
import { onceThereIsRoom } from './once-there-is-room';

/** Words of ours, or of an agent who asked for it, to the customer: stored as a message first, so that a repeat sends nothing twice. */
export async function sendText(doing: Doing, act: ActOf<'sendText'>): Promise<ActOutcome> {
  const { deps, stored, open } = doing;
  const { tenantId, interactionId } = stored.interaction.facts;
  if (act.by === undefined && (await isOneMailTooMany(doing))) return DONE;
  const { message, kind } = await deps.messages.append({
    ref: { tenantId, interactionId },
    direction: 'out',
    sourceId: `act:${open.actId}`,
    author: await authorOf(doing, act.by),
    text: act.text,
    html: null,
    attachments: [],
    sentAt: open.listedAt,
    claimedUntil: deps.clock.now() + RELAY_CLAIM_MS,
    replyTo: null,
  });
  if (kind === 'repeated' && (await deps.messages.delivery(message.ref, message.key)) !== undefined) return DONE;
  const relay = isFirstWord(doing) ? relayNow : relayInOrder;
  const delivery = await relay(deps, stored, message, kind === 'stored' ? 'new' : 'takenOver');
  if (!isNotYet(delivery)) return DONE;
  if (delivery === 'left') return { kind: 'later', why: 'the message before it is under way' };
  return onceThereIsRoom(doing, deps.clock.now() + THROTTLED_MS);
}

async function authorOf({ deps, stored }: Doing, agentId: AgentId | undefined): Promise<Message['author']> {
  if (agentId === undefined) return { kind: 'system', id: 'switchboard', name: null };
  const agent = await agentOf(deps, stored.interaction.facts.tenantId, agentId);
  return { kind: 'agent', id: agentId, name: agent?.name ?? null };
}

/** Before there is an agent only we write to the customer, by acts in their order: those before it are done, or listed. */
function isFirstWord({ stored, open }: Doing): boolean {
  const before = stored.openActs.slice(
    0,
    stored.openActs.findIndex(({ actId }) => actId === open.actId),
  );
  return stored.interaction.segments.length === 0 && !before.some(({ act }) => act.kind === 'sendText');
}

/** A thread gets one automatic mail a day: two machines that answer each other would never stop. */
async function isOneMailTooMany(doing: Doing): Promise<boolean> {
  const { deps, stored, open } = doing;
  const { channel, tenantId, externalRef } = stored.interaction.facts;
  if (channel !== 'email') return false;
  const day = new Date(open.listedAt).toISOString().slice(0, 10);
  return !(await deps.directory.acknowledgeOnce(tenantId, externalRef, day, keyOf(doing)));
}

/** What the customer wrote while waiting goes to the agent who accepted, and what did not get through goes again, in order. */
export async function relayWaiting(doing: Doing): Promise<ActOutcome> {
  const { deps, stored } = doing;
  const outcome = await relayAllWaiting(deps, stored);
  if (outcome === 'throttled') return onceThereIsRoom(doing, deps.clock.now() + THROTTLED_MS);
  return outcome === 'left' ? { kind: 'later', why: 'a message is still to be relayed' } : DONE;
}

/** A customer who said goodbye and wrote again all the same has another interaction in it by now. */
export async function closeThread({ deps, stored }: Doing): Promise<ActOutcome> {
  const { facts } = stored.interaction;
  const open = (await deps.inbox.head(lineOf(facts)))?.open;
  if (open && open.interactionId !== facts.interactionId) return DONE;
  await deps.chatThreads.close(facts.externalRef, facts.customerAddress);
  return DONE;
}
