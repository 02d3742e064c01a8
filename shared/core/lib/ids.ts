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

// Each brands a text that is known to be such an id: read from a store, parsed at an edge, or made by the ids port.
export const tenantIdOf = (text: string) => text as TenantId;
export const interactionIdOf = (text: string) => text as InteractionId;
export const agentIdOf = (text: string) => text as AgentId;
export const queueIdOf = (text: string) => text as QueueId;
export const visitIdOf = (text: string) => text as VisitId;
export const offerIdOf = (text: string) => text as OfferId;
export const assignmentIdOf = (text: string) => text as AssignmentId;
export const shardIdOf = (text: string) => text as ShardId;

/** Names an interaction from outside its tenant: what acts, signals and events carry. */
export interface InteractionRef {
  readonly tenantId: TenantId;
  readonly interactionId: InteractionId;
}

/** The interaction of texts that are known to be such ids. */
export const interactionRefOf = (tenantId: string, interactionId: string): InteractionRef => ({
  tenantId: tenantIdOf(tenantId),
  interactionId: interactionIdOf(interactionId),
});
