import type { RoutingConfig } from '../../shared/core/routing/config';
import type { AgentId, AgentProfile, Channel, QueueId, RoutingStep } from '../../shared/core/routing/types';
import type { Arrivals } from './arrivals';
import type { Distribution } from './distribution';

/** Customers of one kind: where they go, when they come, how long they take and wait. */
export interface Source {
  /** Names its random stream: the same in two configurations, so that the same customers come to both. */
  readonly name: string;
  readonly queueId: QueueId;
  readonly channel: Channel;
  readonly arrivals: Arrivals;
  readonly handling: Distribution;
  readonly wrapUp: Distribution;
  readonly patience: Distribution;
  readonly answering: Answering;
  /** What the queue asks of a visit that begins at an instant. */
  readonly visit: (at: number) => VisitRules;
}

/** What becomes part of the `enqueue` command. */
export interface VisitRules {
  readonly steps: readonly RoutingStep[];
  readonly priority: number;
  readonly targetMs: number;
  readonly maxWaitMs: number | null;
  /** The longest wrap-up; null: none at all. */
  readonly wrapUpMs: number | null;
}

/** How agents answer what they are offered. */
export interface Answering {
  readonly delay: Distribution;
  /** Shares of the offers; the rest is accepted. */
  readonly declined: number;
  readonly ignored: number;
}

/** When an agent works. */
export interface Shift {
  readonly agentId: AgentId;
  readonly profile: AgentProfile;
  readonly fromAt: number;
  readonly untilAt: number;
  readonly breaks: readonly { readonly fromAt: number; readonly untilAt: number }[];
}

/** One shard's part of a world. */
export interface Model {
  readonly config: RoutingConfig;
  readonly sources: readonly Source[];
  readonly shifts: readonly Shift[];
  /** Customers come from here … */
  readonly fromAt: number;
  /** … until here; then everybody who is there is still seen to. */
  readonly untilAt: number;
  /**
   * How often routing looks by itself for what is due. An enqueue and a change of an agent's state wake it at once, as
   * the events of the product do. 0: everything wakes it at once.
   */
  readonly tickMs: number;
  /** How long an agent who ignored an offer takes to set themselves Ready again. */
  readonly backAfterMs: number;
  /** How many can wait at once; who comes when all places are taken gets the busy tone. Null: no limit. */
  readonly waitingPlaces: number | null;
}
