import type { ChannelKind } from '../core/interaction/state';
import type { InteractionId, TenantId } from '../core/lib/ids';

/** Who is meant: an address as `profileKeyOf` writes it. */
export interface ProfileRef {
  readonly tenantId: TenantId;
  readonly address: string;
}

/** An interaction of somebody who is known by an address. */
export interface PastInteraction {
  readonly interactionId: InteractionId;
  readonly channel: ChannelKind;
  readonly openedAt: number;
  /** Interactions of one group are of one person. Null: of whom the address is; an agent may have said otherwise. */
  readonly group: string | null;
}

/** Somebody who comes under an identity that says nothing of who they are: the visitor of a page. */
export interface Visitor {
  readonly tenantId: TenantId;
  readonly customerAddress: string;
}

/** Which interactions belong to an address. Nothing of what was said is in it. */
export interface CustomerHistory {
  /** Once: an interaction that is known stays in its group. */
  add(profile: ProfileRef, past: Omit<PastInteraction, 'group'>): Promise<void>;
  /** The newest first, a hundred at most. */
  list(profile: ProfileRef): Promise<readonly PastInteraction[]>;
  /** Puts an interaction into a group; `missing` when it is none of this address. */
  setGroup(profile: ProfileRef, interactionId: InteractionId, group: string | null): Promise<'done' | 'missing'>;
  /** The visitor has shown that the address is theirs. The first stays; answers the one that counts. */
  prove(visitor: Visitor, address: string): Promise<string>;
  /** Undefined: they have shown of none that it is theirs. */
  provenOf(visitor: Visitor): Promise<string | undefined>;
}
