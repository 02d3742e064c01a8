import { RELAY_CLAIM_MS, relayInOrder, relayWaiting as relayAllWaiting } from '../relay-messages';
import { DONE, type ActOutcome } from './act-outcome';
import type { ActOf, Doing } from './doing';

/** Our own words to the customer: stored as a message first, so that a repeat sends nothing twice. */
export async function sendText({ deps, stored, open }: Doing, act: ActOf<'sendText'>): Promise<ActOutcome> {
  const { tenantId, interactionId } = stored.interaction.facts;
  const { message, kind } = await deps.messages.append({
    ref: { tenantId, interactionId },
    direction: 'out',
    sourceId: `act:${open.actId}`,
    author: { kind: 'system', id: 'switchboard', name: null },
    text: act.text,
    html: null,
    attachments: [],
    sentAt: open.listedAt,
    claimedUntil: deps.clock.now() + RELAY_CLAIM_MS,
    replyTo: null,
  });
  if (kind === 'repeated' && (await deps.messages.delivery(message.ref, message.key)) !== undefined) return DONE;
  const delivery = await relayInOrder(deps, stored, message);
  return delivery === 'left' ? { kind: 'later', why: 'the message before it is under way' } : DONE;
}

/** What the customer wrote while waiting goes to the agent who accepted, in order. */
export async function relayWaiting({ deps, stored }: Doing): Promise<ActOutcome> {
  await relayAllWaiting(deps, stored);
  return DONE;
}

export async function closeThread({ deps, stored }: Doing): Promise<ActOutcome> {
  const { externalRef, customerAddress } = stored.interaction.facts;
  await deps.chatThreads.close(externalRef, customerAddress);
  return DONE;
}
