import { profileKeyOf } from '../../core/lib/profile-key';
import { conversationsIn, type OwnThread } from '../customers/chat-thread';
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
  for (const ref of await conversationsIn(deps, thread)) {
    const seen = await deps.interactions.glance(ref);
    if (seen === undefined) continue;
    const { interactionId, channel, openedAt } = seen.interaction.facts;
    await deps.history.add({ tenantId, address: proven }, { interactionId, channel, openedAt });
  }
}
