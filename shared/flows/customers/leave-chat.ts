import type { Deps } from '../lib/deps';
import { FlowError } from '../lib/flow-error';
import { lineOf } from '../lib/line-of';
import { openOn } from '../lib/load-where';
import { leaveInteraction } from '../leave-interaction';
import { threadOf } from './chat-thread';

/** The customer ends their chat. `userId` is who they are in it: knowing a thread's id alone ends nothing. */
export async function leaveChat(deps: Deps, threadId: string, userId: string): Promise<void> {
  const { owner } = await threadOf(deps, { threadId, userId });
  const { config } = await deps.configs.live(owner.tenantId);
  const entryPoint = config.entryPoints.get(owner.entryPoint);
  if (entryPoint === undefined) throw new FlowError('notFound', 'There is no such chat.');
  const { tenantId } = owner;
  const { address: ourAddress } = entryPoint;
  const line = lineOf({ tenantId, channel: 'chat', ourAddress, customerAddress: userId, externalRef: threadId });
  const open = await openOn(deps, line);
  if (open !== undefined) await leaveInteraction(deps, { tenantId, interactionId: open.interactionId }, 'customerLeft');
}
