import { addressKeyOf } from '../../core/config/address-key';
import type { TenantId } from '../../core/lib/ids';
import type { WebCaller } from '../../ports/web-callers';
import type { Deps } from '../lib/deps';
import { FlowError } from '../lib/flow-error';
import { refuseFullQueue } from '../lib/refuse-full-queue';
import { byPage, refuseTooMany } from '../lib/refuse-too-many';

/** A page wants to call. */
export interface WebCallRequest {
  readonly tenantId: TenantId;
  /** The id of an entry point of calls that `conversation.webCalls` names. */
  readonly entryPoint: string;
  /** The page's own key: it stands for the visitor. */
  readonly key: string;
}

const MOST = { byVisitor: 5, byAddress: 20, windowMs: 10 * 60_000 };

/**
 * Lets a page call: a token that can call and nothing else, and the address that stands for the entry point. Nothing rings
 * before the page calls; what it calls then is an incoming call like any other.
 */
export async function startWebCall(
  deps: Deps,
  { tenantId, entryPoint: id, key }: WebCallRequest,
  clientAddress: string | null,
): Promise<WebCaller & { readonly callee: string }> {
  const { config } = await deps.configs.live(tenantId);
  const entryPoint = config.conversation.webCalls.has(id) ? config.entryPoints.get(id) : undefined;
  if (entryPoint === undefined) throw new FlowError('notFound', 'Pages may not call there.');
  const limits = byPage('web call ', { tenantId, key, clientAddress }, MOST);
  await refuseTooMany(deps, limits, 'Too many calls were begun.');
  await refuseFullQueue(deps, tenantId, entryPoint.queueId);
  const callee = await deps.webCallers.calleeOf(`webCallee:${tenantId}:${id}`);
  await deps.addresses.put(addressKeyOf(callee, null), { tenantId, channel: 'voice', entryPoint: id, customer: null });
  return { ...(await deps.webCallers.admit()), callee };
}
