import type { ChannelKind } from '../core/interaction/state';
import type { AgentId, InteractionId, TenantId } from '../core/lib/ids';

/** One line between a customer and one of our addresses; for chat, e-mail and calls, the thread. */
export interface InboxKey {
  readonly tenantId: TenantId;
  readonly channel: ChannelKind;
  readonly ourAddress: string;
  readonly customerAddress: string;
}

/** The interaction that is open on a line. `fromAt`: the earliest instant at which an event of it was sent. */
export interface OpenOnLine {
  readonly interactionId: InteractionId;
  readonly fromAt: number;
}

/** An interaction that closed on the line: a late repeat of one of its events is found in it. */
export interface ClosedOnLine extends OpenOnLine {
  readonly closedAt: number;
  readonly agentId: AgentId | null;
}

/** What is known of a line. `recent` is newest first and bounded. */
export interface InboxHead {
  readonly open: OpenOnLine | null;
  readonly recent: readonly ClosedOnLine[];
  readonly etag: string;
}

/** Decides which interaction an event belongs to, against repeats and races: one conditional document per line. */
export interface Inbox {
  head(key: InboxKey): Promise<InboxHead | undefined>;
  /** The same as it stands now, where `head` may miss what another process has just named. */
  latest(key: InboxKey): Promise<InboxHead | undefined>;
  /** Names the open interaction in place of `before` (what `head` answered). `conflict`: the head moved, read it again. */
  open(key: InboxKey, open: OpenOnLine, before: InboxHead | undefined): Promise<'opened' | 'conflict'>;
  /** The interaction closed: nothing is open on this line any more. A head that names another is left alone. */
  leave(
    key: InboxKey,
    interactionId: InteractionId,
    last: { readonly agentId: AgentId | null; readonly closedAt: number },
  ): Promise<void>;
}
