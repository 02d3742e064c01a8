import { tenantIdOf } from '../../shared/core/lib/ids';
import { readChatEntry } from '../../shared/flows/customers/chat-entry';
import { leaveChat } from '../../shared/flows/customers/leave-chat';
import { ownerOf, readChat, writeInChat } from '../../shared/flows/customers/own-chat';
import { startChat } from '../../shared/flows/customers/start-chat';
import { customerOperation, publicOperation } from '../operations';

/** A customer's browser starts a chat, writes and reads in one of our own, and leaves it. */
export function registerChats(): void {
  publicOperation('getChatEntry', ({ deps }, { query }) =>
    readChatEntry(deps, tenantIdOf(query.tenantId), query.entryPoint),
  );
  publicOperation('startChat', ({ deps }, { body }, { clientAddress }) =>
    startChat(deps, { ...body, tenantId: tenantIdOf(body.tenantId) }, clientAddress),
  );
  publicOperation('leaveChat', async ({ deps }, { params, body }) => {
    await leaveChat(deps, params.threadId, body.userId);
    return undefined;
  });
  customerOperation('sendChatMessage', ({ deps }, writer, { body }) => writeInChat(deps, writer, body));
  customerOperation('readChat', ({ deps }, writer, { query }) => readChat(deps, writer, query.after));
  customerOperation('listenToChat', async ({ deps }, { threadId, userId }) => {
    await ownerOf(deps, threadId, userId);
    return deps.live.connect({ kind: 'chat', threadId });
  });
}
