/** A string that names one kind of thing, so that ids cannot be mixed up. Its text is opaque. */
export type Id<Kind extends string> = string & { readonly __kind: Kind };

export type TenantId = Id<'tenant'>;
export type InteractionId = Id<'interaction'>;
export type AgentId = Id<'agent'>;
export type QueueId = Id<'queue'>;
export type VisitId = Id<'visit'>;
export type OfferId = Id<'offer'>;
export type AssignmentId = Id<'assignment'>;
export type ShardId = Id<'shard'>;

/** Brands a text that is known to be such an id: read from a store, parsed at an edge, or made by the ids port. */
export const idOf = <T extends Id<string>>(text: string): T => text as T;

/** Names an interaction from outside its tenant: what acts, signals and events carry. */
export interface InteractionRef {
  readonly tenantId: TenantId;
  readonly interactionId: InteractionId;
}
