import type { EntryPoint } from '../../core/config/compiled';
import type { TenantId } from '../../core/lib/ids';
import type { ChatConnection } from '../../ports/channels';
import type { Deps } from '../lib/deps';
import { FlowError } from '../lib/flow-error';

export interface ChatRequest {
  readonly tenantId: TenantId;
  /** The key of the chat entry point, as the page that embeds it knows it. */
  readonly entryPoint: string;
  readonly customerName: string;
  /** The caller's own key: a repeat answers the same thread. */
  readonly key: string;
}

/** A thread for one customer. No interaction opens before their first word: a page that is only looked at costs no agent. */
export async function startChat(deps: Deps, request: ChatRequest): Promise<ChatConnection> {
  const entryPoint = await chatEntryPoint(deps, request);
  const connection = await deps.chatThreads.start({
    key: request.key,
    customerName: request.customerName,
    topic: entryPoint.id,
  });
  await deps.addresses.put(chatAddress(connection.threadId), {
    tenantId: request.tenantId,
    channel: 'chat',
    entryPoint: entryPoint.id,
    customer: { address: connection.userId, name: request.customerName },
  });
  return connection;
}

/** How a chat thread stands among our addresses. */
export const chatAddress = (threadId: string): string => `chat:${threadId}`;

async function chatEntryPoint(deps: Deps, { tenantId, entryPoint }: ChatRequest): Promise<EntryPoint> {
  const { config } = await deps.configs.live(tenantId);
  const found = [...config.entryPoints.values()].find((one) => one.channel === 'chat' && one.address === entryPoint);
  if (found === undefined) throw new FlowError('notFound', 'There is no such chat.');
  return found;
}
