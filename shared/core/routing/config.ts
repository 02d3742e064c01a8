import type { VisitPlan } from './plan';
import type { AgentId, AgentProfile, Channel, MissCause, QueueId } from './types';

/** What the clock on the wall says of a queue. */
export interface Opening {
  readonly isOpen: boolean;
  /** The next instant at which it is closed; null when it is closed now, or never closes. */
  readonly closesAt: number | null;
}

/** The rules of one queue, compiled. */
export interface QueueRules {
  /** How a visit is routed over time; null: as it brings itself, to the agent who has been idle longest. */
  readonly plan: VisitPlan | null;
  /** The plans of visits that match a rule, by the rule. Absent: the queue has no rules. */
  readonly rulePlans?: ReadonlyMap<string, VisitPlan>;
  /** Whether the queue is open at an instant, and when it closes next. Null: always open. The same instant, the same answer. */
  readonly opening: ((at: number) => Opening) | null;
  /** How long wrap-up holds the agent's units at most. Null: as long as it lasts. */
  readonly wrapUpBlocksMs: number | null;
  /** Whether this version reaches visits that wait already: `pin` leaves them the plan that they entered with. */
  readonly whenChanged: 'apply' | 'pin';
  /** How long an agent may look at an offer. For a call it includes the ringing of the agent's leg. */
  readonly offerDeadlineMs: Readonly<Record<Channel, number>>;
  /** How long a visit is not offered to the same agent again, by why the last offer failed. */
  readonly coolDownMs: Readonly<Record<MissCause, number>>;
}

/**
 * One immutable version of the routing configuration of one shard. The journal keeps only its number: whoever decides looks the
 * version up that `configVersion(state)` names. Folding a journal needs no configuration.
 */
export interface RoutingConfig {
  readonly version: number;
  readonly shardId: string;
  readonly queues: ReadonlyMap<QueueId, QueueRules>;
  /** Queues of the tenant's other shards in this version: whoever waits in one here moves there. Absent: none. */
  readonly elsewhere?: ReadonlySet<QueueId>;
  /**
   * The agents of the shard in this version, and what they are: those who are signed in become it, others are signed out. Absent: anybody,
   * as their sign-in says.
   */
  readonly profiles?: ReadonlyMap<AgentId, AgentProfile>;
  /** Silence after which an agent counts as signed out. */
  readonly leaseMs: number;
}

/** Three minutes of silence: design §6, "agents who vanish". */
export const DEFAULT_LEASE_MS = 180_000;

const CONNECT_ALLOWANCE_MS = 5_000;

/** Used when a queue sets nothing, and for visits whose queue a newer configuration no longer has (they wait out their deadline). */
export const DEFAULT_QUEUE_RULES: QueueRules = {
  plan: null,
  opening: null,
  wrapUpBlocksMs: null,
  whenChanged: 'apply',
  offerDeadlineMs: { voice: 15_000 + CONNECT_ALLOWANCE_MS, chat: 60_000, sms: 60_000, email: 60_000 },
  // 5 s for unreachable as telephone exchanges do for phones that are not registered: long enough that a lone agent never loops.
  coolDownMs: { declined: 30_000, busy: 30_000, ignored: 30_000, unreachable: 5_000 },
};
