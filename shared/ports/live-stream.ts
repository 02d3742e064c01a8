import type { ChatNews } from '../contracts/chat';
import type { LiveConnection } from '../contracts/http/live';
import type { LiveUpdate } from '../contracts/live';
import type { AgentId, TenantId } from '../core/lib/ids';

/** Who hears. */
export type LiveGroup =
  | { readonly kind: 'agent'; readonly tenantId: TenantId; readonly agentId: AgentId }
  | { readonly kind: 'figures'; readonly tenantId: TenantId };

/** The page of a chat's customer. */
export interface ChatGroup {
  readonly kind: 'chat';
  readonly threadId: string;
}

/** Tells browsers what changes. What it says was stored before: who misses it finds it in the snapshot. */
export interface LiveStream {
  /** False on a stamp without the service: nothing can be listened to, and publishing does nothing. */
  readonly isThere: boolean;
  /** An address that hears this group and can do nothing else. Rejects with `unavailable` where there is no service. */
  connect(group: LiveGroup | ChatGroup): Promise<LiveConnection>;
  /**
   * Whether any desk of the tenant listens now. Ask after what is to be told was stored: who connects later finds it in the snapshot.
   */
  hasDesks(tenantId: TenantId): Promise<boolean>;
  /** Rejects when the service did not take it: the number of the frame is lost then, so that listeners find the gap. */
  publish(group: LiveGroup, updates: readonly LiveUpdate[]): Promise<void>;
  /** Tells the page of a chat. Rejects when the service did not take it; the page asks from time to time all the same. */
  tellChat(threadId: string, news: ChatNews): Promise<void>;
}
