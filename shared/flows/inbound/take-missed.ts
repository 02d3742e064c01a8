import { messageOf } from '../../core/lib/message-of';
import type { SeenInteraction } from '../../ports/interaction-store';
import type { Message } from '../../ports/message-store';
import { attachmentsOf } from '../customers/chat-files';
import type { Deps } from '../lib/deps';

/**
 * Stores what the customer wrote in their chat between the first and the last of these and no event has brought yet: Event Grid
 * reorders, and loses. Nobody holds a claim of it, so whoever relays the last one relays it before; its own event then comes as a
 * repeat. True when there was something. What cannot be asked for holds nobody up.
 */
export async function takeMissed(
  deps: Deps,
  { interaction: { facts } }: SeenInteraction,
  known: readonly Message[],
): Promise<boolean> {
  const [first, last] = [known.at(0), known.at(-1)];
  if (facts.channel !== 'chat' || first === undefined || last === undefined || first === last) return false;
  const written = await writtenBetween(deps, facts.externalRef, first.sentAt, last.sentAt);
  const isKnown = new Set(known.map(({ sourceId }) => sourceId));
  let found = false;
  for (const { threadId, fileIds, customerAddress, customerName, ...said } of written) {
    if (customerAddress !== facts.customerAddress || isKnown.has(said.sourceId)) continue;
    const attachments = await attachmentsOf(deps, { tenantId: facts.tenantId, threadId }, fileIds);
    const author = { kind: 'customer', id: customerAddress, name: facts.customerName ?? customerName } as const;
    const message = { ...said, author, attachments, direction: 'in', claimedUntil: 0, replyTo: null } as const;
    const { kind } = await deps.messages.append({ ...message, ref: last.ref });
    found ||= kind === 'stored';
  }
  if (found) deps.log.info('words came before those ahead of them', { interactionId: facts.interactionId });
  return found;
}

async function writtenBetween({ chatThreads, log }: Deps, threadId: string, from: number, until: number) {
  try {
    return (await chatThreads.writtenBetween(threadId, from, until)) ?? [];
  } catch (error) {
    log.warn('thread not read', { why: messageOf(error) });
    return [];
  }
}
