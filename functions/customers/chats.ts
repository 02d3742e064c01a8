import { tenantIdOf } from '../../shared/core/lib/ids';
import { leaveChat } from '../../shared/flows/customers/leave-chat';
import { startChat } from '../../shared/flows/customers/start-chat';
import { publicOperation } from '../operations';

/** A customer's browser starts a chat and leaves it. */
export function registerChats(): void {
  publicOperation('startChat', ({ deps }, { body }) =>
    startChat(deps, { ...body, tenantId: tenantIdOf(body.tenantId) }),
  );
  publicOperation('leaveChat', async ({ deps }, { params, body }) => {
    await leaveChat(deps, params.threadId, body.userId);
    return undefined;
  });
}
