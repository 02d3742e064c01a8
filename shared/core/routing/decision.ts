import type { Act } from './acts';
import type { Command } from './commands';
import { DEFAULT_QUEUE_RULES, type QueueRules, type RoutingConfig } from './config';
import type { Entry } from './entries';
import type { Outcome, Recorded, Refused } from './outcomes';
import type { VisitPlan } from './plan';
import type { ShardState } from './state';
import type { QueueId } from './types';

type WithoutId<Union> = Union extends unknown ? Omit<Union, 'id'> : never;

/** An act before the entry that gives it its id. */
export type NewAct = WithoutId<Act>;

/** One step to journal, or an answer that changes nothing. */
export type Decision =
  | { readonly kind: 'step'; readonly outcome: Recorded; readonly acts: readonly NewAct[] }
  | { readonly kind: 'answer'; readonly outcome: Outcome };

/** What a step is decided with. */
export interface Circumstances {
  /** Never earlier than the state's `at`. */
  readonly now: number;
  readonly config: RoutingConfig;
}

/** A step to journal, with what it wants done. */
export const step = (outcome: Recorded, ...acts: readonly NewAct[]): Decision => ({ kind: 'step', outcome, acts });

/** An answer that changes nothing. */
export const refuse = (outcome: Refused): Decision => ({ kind: 'answer', outcome });

export const UNCHANGED = refuse({ kind: 'unchanged' });

/** The rules of a queue; the defaults of one that the configuration no longer has. */
export const rulesOf = ({ queues }: RoutingConfig, queueId: QueueId): QueueRules =>
  queues.get(queueId) ?? DEFAULT_QUEUE_RULES;

/** How the queue routes a visit that matches the rule; one that this version does not have counts as none. */
export const planFor = ({ plan, rulePlans }: QueueRules, rule: string | null | undefined): VisitPlan | null =>
  rulePlans?.get(rule ?? '') ?? plan;

/** The entry after the state's last that says so. */
export function entryOf(
  state: ShardState,
  { now, config }: Circumstances,
  command: Command,
  decided: { readonly outcome: Recorded; readonly acts: readonly NewAct[] },
  doneActs: readonly string[],
): Entry {
  const seq = state.seq + 1;
  const acts = decided.acts.map((act, n): Act => ({ id: `${seq}/${n}`, ...act }));
  return { seq, at: now, configVersion: config.version, command, outcome: decided.outcome, acts, doneActs };
}
