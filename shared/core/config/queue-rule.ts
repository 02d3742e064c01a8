import type { Expression } from '../flow/expression';
import type { VisitPlan } from '../routing/plan';

/** Customers of a queue of whom a condition holds, and how they are routed. */
export interface QueueRule {
  readonly id: string;
  readonly when: Expression;
  readonly plan: VisitPlan;
}
