import { interactionIdOf, type InteractionRef } from '../../core/lib/ids';
import type { Deps } from '../lib/deps';
import { FlowError } from '../lib/flow-error';
import { leaveInteraction } from '../leave-interaction';
import { threadOf } from './chat-thread';

/** The customer ends their chat. `userId` is who they are in it: knowing a thread's id alone ends nothing. */
export async function leaveChat(deps: Deps, threadId: string, userId: string): Promise<void> {
  const { owner } = await threadOf(deps, { threadId, userId });
  const { config } = await deps.configs.live(owner.tenantId);
  const entryPoint = config.entryPoints.get(owner.entryPoint);
  if (entryPoint === undefined) throw new FlowError('notFound', 'There is no such chat.');
  const line = {
    tenantId: owner.tenantId,
    channel: 'chat' as const,
    ourAddress: entryPoint.address,
    customerAddress: threadId,
  };
  const open = (await deps.inbox.head(line))?.open ?? (await deps.inbox.latest(line))?.open;
  if (!open) return;
  const ref: InteractionRef = { tenantId: owner.tenantId, interactionId: interactionIdOf(open.interactionId) };
  await leaveInteraction(deps, ref, 'customerLeft');
}
