import type { Assignment, Offer, ShardState } from './state';
import type { AgentId, Availability, QueueId, Veto } from './types';

/** What the shard knows of one agent, as plain data that later steps do not change. */
export interface AgentView {
  /** `signedOut` for one that the shard does not know. */
  readonly availability: Availability;
  readonly leaseUntilAt: number | null;
  /** As their sign-in says and supervisors have changed it since; none for one that the shard does not know. */
  readonly queueIds: readonly QueueId[];
  /** Absent: Teams has nothing against offers. */
  readonly veto?: Veto;
  readonly offers: readonly Readonly<Offer>[];
  readonly assignments: readonly Readonly<Assignment>[];
}

/** An agent as the shard has them now. */
export function agentView(state: ShardState, agentId: AgentId): AgentView {
  const agent = state.agents.get(agentId);
  if (agent === undefined)
    return { availability: { kind: 'signedOut' }, leaseUntilAt: null, queueIds: [], offers: [], assignments: [] };
  const { availability, leaseUntilAt, veto, profile } = agent;
  const offers = [...agent.offerIds].flatMap((id) => state.offers.get(id) ?? []);
  const assignments = [...agent.assignmentIds].flatMap((id) => state.assignments.get(id) ?? []);
  return {
    availability,
    leaseUntilAt,
    queueIds: profile.queueIds,
    ...(veto === undefined ? {} : { veto }),
    offers: offers.map((offer) => ({ ...offer })),
    assignments: assignments.map((assignment) => ({ ...assignment })),
  };
}
