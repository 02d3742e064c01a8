import type { Channel, ChoiceRule, MissCause, QueueId } from './types';

/** The rules of one queue, compiled. */
export interface QueueRules {
  readonly choice: ChoiceRule;
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
  /** Silence after which an agent counts as signed out. */
  readonly leaseMs: number;
}

/** Three minutes of silence: design §6, "agents who vanish". */
export const DEFAULT_LEASE_MS = 180_000;

const CONNECT_ALLOWANCE_MS = 5_000;

/** Used when a queue sets nothing, and for visits whose queue a newer configuration no longer has (they wait out their deadline). */
export const DEFAULT_QUEUE_RULES: QueueRules = {
  choice: 'longestIdle',
  offerDeadlineMs: { voice: 15_000 + CONNECT_ALLOWANCE_MS, chat: 60_000, sms: 60_000, email: 60_000 },
  // 5 s for unreachable as telephone exchanges do for phones that are not registered: long enough that a lone agent never loops.
  coolDownMs: { declined: 30_000, busy: 30_000, ignored: 30_000, unreachable: 5_000 },
};
