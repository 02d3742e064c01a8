import type { EntryPoint } from '../../core/config/compiled';
import type { TenantId } from '../../core/lib/ids';
import type { ChatConnection } from '../../ports/channels';
import type { Deps } from '../lib/deps';
import { entryPointAt } from '../lib/entry-point';
import { FlowError } from '../lib/flow-error';
import { refuseFullQueue } from '../lib/refuse-full-queue';
import { byPage, refuseTooMany } from '../lib/refuse-too-many';

/** A page wants to chat. */
export interface ChatRequest {
  readonly tenantId: TenantId;
  /** The key of the chat entry point, as the page that embeds it knows it. */
  readonly entryPoint: string;
  readonly customerName: string;
  /** Of the page. */
  readonly language?: string | null;
  /** The caller's own key: a repeat answers the same thread. */
  readonly key: string;
}

/** A page that is loaded again and again comes with the same key. Offices and schools share an address: many people, but no thousands. */
const MOST = { byVisitor: 20, byAddress: 60, windowMs: 10 * 60_000 };

/**
 * A thread for one customer. No interaction opens before their first word: a page that is only looked at costs no agent.
 * `clientAddress` is where the request came from; null where nobody can say.
 */
export async function startChat(
  deps: Deps,
  request: ChatRequest,
  clientAddress: string | null = null,
): Promise<ChatConnection> {
  const entryPoint = await chatEntryPoint(deps, request);
  await refuseFlood(deps, request, clientAddress, entryPoint);
  const connection = await deps.chatThreads.start({
    provider: entryPoint.chatProvider ?? 'acs',
    tenantId: request.tenantId,
    key: request.key,
    customerName: request.customerName,
    topic: entryPoint.id,
  });
  if (connection === 'busy') throw new FlowError('unavailable', 'The chat service has too much to do.');
  await deps.addresses.put(chatAddress(connection.threadId), {
    tenantId: request.tenantId,
    channel: 'chat',
    entryPoint: entryPoint.id,
    customer: { address: connection.userId, name: request.customerName, language: await languageOf(deps, request) },
  });
  return connection;
}

/** One of the tenant's that the page speaks; null where it speaks none. */
async function languageOf({ configs }: Deps, { tenantId, language: wanted }: ChatRequest): Promise<string | null> {
  const { config } = await configs.live(tenantId);
  return config.tenant.languages.find((one) => baseOf(one) === baseOf(wanted ?? '')) ?? null;
}

/** `de-AT` is German. */
const baseOf = (tag: string): string => tag.slice(0, 2).toLowerCase();

/** How a chat thread stands among our addresses. */
export const chatAddress = (threadId: string): string => `chat:${threadId}`;

async function chatEntryPoint(deps: Deps, { tenantId, entryPoint }: ChatRequest): Promise<EntryPoint> {
  const { config } = await deps.configs.live(tenantId);
  const found = entryPointAt(config, { channel: 'chat', ourAddress: entryPoint });
  if (found === undefined) throw new FlowError('notFound', 'There is no such chat.');
  return found;
}

/** A flood ends here: it costs no thread, and never reaches an agent. */
async function refuseFlood(
  deps: Deps,
  { tenantId, key }: ChatRequest,
  clientAddress: string | null,
  { queueId }: EntryPoint,
): Promise<void> {
  const counted = byPage('', { tenantId, key, clientAddress }, MOST);
  await refuseTooMany(deps, counted, 'Too many chats were started from here.');
  await refuseFullQueue(deps, tenantId, queueId);
}
