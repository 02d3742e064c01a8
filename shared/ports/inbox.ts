import type { ChannelKind } from '../core/interaction/state';
import type { AgentId, InteractionId, TenantId } from '../core/lib/ids';

/** One line between a customer and one of our addresses; for chat, e-mail and calls, the thread. */
export interface InboxKey {
  readonly tenantId: TenantId;
  readonly channel: ChannelKind;
  readonly ourAddress: string;
  readonly customerAddress: string;
}

/** Which interaction of the line is open, or was last. */
export interface InboxHead {
  readonly open: InteractionId | null;
  readonly last: {
    readonly interactionId: InteractionId;
    readonly agentId: AgentId | null;
    readonly closedAt: number;
  } | null;
  readonly etag: string;
}

/** Decides which interaction a source event belongs to, once and for all, against repeats and races. */
export interface Inbox {
  head(key: InboxKey): Promise<InboxHead | undefined>;
  /** The interaction that a source event went to, if it was seen in the last seven days. */
  find(key: InboxKey, sourceId: string): Promise<InteractionId | undefined>;
  /** Gives the event to the open interaction of the head. */
  join(
    key: InboxKey,
    sourceId: string,
    interactionId: InteractionId,
  ): Promise<{ readonly kind: 'joined' } | { readonly kind: 'repeated'; readonly interactionId: InteractionId }>;
  /** One batch: names `interactionId` as the open one and gives it the event. `conflict` when the head moved: read again. */
  open(
    key: InboxKey,
    sourceId: string,
    interactionId: InteractionId,
    etag: string | null,
  ): Promise<
    | { readonly kind: 'opened' }
    | { readonly kind: 'repeated'; readonly interactionId: InteractionId }
    | { readonly kind: 'conflict' }
  >;
  /** The interaction closed: nothing is open on this line any more. A head that names another is left alone. */
  leave(
    key: InboxKey,
    interactionId: InteractionId,
    last: { readonly agentId: AgentId | null; readonly closedAt: number },
  ): Promise<void>;
}
