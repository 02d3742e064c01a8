import type { ChoiceRule, QueueId, RoutingStep } from './types';

/** What becomes of a visit that nobody took: it goes back to its flow, which says what happens then, or to another queue. */
export type Departure = { readonly kind: 'leave' } | { readonly kind: 'queue'; readonly queueId: QueueId };

/** How many agents see a visit at once: `all` up to so many together, `progressive` one more every `everyMs`. */
export type Offering =
  | { readonly kind: 'one' }
  | { readonly kind: 'all'; readonly atMost: number }
  | { readonly kind: 'progressive'; readonly atMost: number; readonly everyMs: number };

/**
 * When a visit overflows. All but `waited` are asked as it enters, and all while it waits: `waiting` of those ahead of it then, and
 * `expectedWait` of what is left of its wait.
 */
export type OverflowCondition =
  | { readonly kind: 'closed' }
  /** As many wait already. */
  | { readonly kind: 'waiting'; readonly atLeast: number }
  /** Fewer agents than that are signed in to the queue. */
  | { readonly kind: 'agents'; readonly fewerThan: number }
  | { readonly kind: 'expectedWait'; readonly overMs: number }
  | { readonly kind: 'waited'; readonly forMs: number };

/** Why a visit left its queue without an agent: the steps were over, the queue is another shard's now, or this condition held. */
export type DepartureCause = 'stepsOver' | 'movedShard' | OverflowCondition['kind'];

/** While the condition holds, the visit leaves its queue. */
export interface OverflowRule {
  readonly when: OverflowCondition;
  readonly to: Departure;
}

/** Who declined or ignored a visit `times` times rests from it for `restMs` instead of the cool-down; it is never taken from them for good. */
export interface DeclineLimit {
  readonly times: number;
  readonly restMs: number;
}

/**
 * What a queue does with a visit over time. It is journaled with the visit, so that the journal alone says what was in force, and so that
 * another version of the configuration reaches a waiting visit by an entry or not at all.
 */
export interface VisitPlan {
  /** Names the rules that it was made from: other rules, another key. Empty: none. */
  readonly key: string;
  /** The rule of the queue that the visit matched. Absent: none, it is routed as the queue says of everybody. */
  readonly rule?: string;
  /** Null: those that the enqueue brings. */
  readonly steps: readonly RoutingStep[] | null;
  /** After the last step. Null: the visit waits on in it, until its flow's own deadline. */
  readonly after: Departure | null;
  readonly choice: ChoiceRule;
  readonly offering: Offering;
  /** Priority in time: due so much earlier than its target says. */
  readonly headStartMs: number;
  /** How long a visit with a preferred agent who is signed in waits for them alone. */
  readonly preferredForMs: number;
  readonly declineLimit: DeclineLimit | null;
  readonly overflow: readonly OverflowRule[];
  /** After which waits the visit is shown to further agents of the queue, shortest first. Absent: at once. */
  readonly delaysMs?: readonly number[];
}

/** What holds where a queue says nothing, and for fields that an entry written before them lacks. */
export const USUAL_PLAN: VisitPlan = {
  key: '',
  steps: null,
  after: null,
  choice: 'longestIdle',
  offering: { kind: 'one' },
  headStartMs: 0,
  preferredForMs: 0,
  declineLimit: null,
  overflow: [],
};
