import { profileKeyOf } from '../../core/lib/profile-key';
import { interactionIdOf } from '../../core/lib/ids';
import { headOf, type OwnThread } from '../customers/chat-thread';
import type { Deps } from '../lib/deps';

/**
 * The visitor of a chat has shown that they read the mails of an address: from now on they are known by it, and so is what they wrote in
 * this chat before. Twice is once.
 */
export async function proveAddress(deps: Deps, thread: OwnThread, address: string): Promise<void> {
  const key = profileKeyOf('email', address);
  if (key === null) return;
  const { tenantId } = thread.owner;
  const proven = await deps.history.prove({ tenantId, customerAddress: thread.userId }, key);
  const head = await headOf(deps, thread);
  for (const { interactionId } of [...(head?.open ? [head.open] : []), ...(head?.recent ?? [])]) {
    const stored = await deps.interactions.glance({ tenantId, interactionId: interactionIdOf(interactionId) });
    if (stored === undefined) continue;
    const { channel, openedAt, interactionId: known } = stored.interaction.facts;
    await deps.history.add({ tenantId, address: proven }, { interactionId: known, channel, openedAt });
  }
}
