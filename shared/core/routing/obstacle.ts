import type { Availability, Channel, QueueId, SkillId, VetoCause } from './types';

/** Why an agent is not offered a visit; the first that holds, in this order. */
export type Obstacle =
  | { readonly kind: 'notNamed' }
  | { readonly kind: 'notInQueue'; readonly queueId: QueueId }
  | { readonly kind: 'unavailable'; readonly availability: Availability['kind'] }
  /** Ready, but their presence in Teams speaks against it. */
  | { readonly kind: 'vetoed'; readonly cause: VetoCause }
  | { readonly kind: 'notTheirChannel'; readonly channel: Channel }
  | { readonly kind: 'noRoom'; readonly usedUnits: number; readonly totalUnits: number }
  | {
      readonly kind: 'lacksSkill';
      readonly skillId: SkillId;
      readonly atLeast: number;
      /** Null: does not have it at all. */
      readonly has: number | null;
    }
  /** They do not meet the expression of the step. */
  | { readonly kind: 'notMeant' }
  /** The visit is offered to them already. */
  | { readonly kind: 'looksAlready' }
  | { readonly kind: 'coolingDown'; readonly untilAt: number }
  /** The queue is shown to them only when a visit has waited so long. */
  | { readonly kind: 'tooEarly'; readonly afterMs: number }
  /** A visit of a queue that they prefer waits for them. */
  | { readonly kind: 'prefersQueue'; readonly queueId: QueueId };
