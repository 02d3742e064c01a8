import type { CompiledConfig } from '../../core/config/compiled';
import { visitOf } from '../../core/interaction/evolve';
import type { Interaction } from '../../core/interaction/state';

/** What the configuration says about how an interaction ends. */
export interface EndTimings {
  /** Leaving a queue sooner is a short abandon: a wrong number, not impatience. */
  readonly shortAbandonMs: number;
  /** How long the agent has for notes; a parameter of the queue the interaction was answered in. */
  readonly wrapUpMs: number;
}

export function endTimings(config: CompiledConfig, interaction: Interaction): EndTimings {
  const queueId = interaction.segments.at(-1)?.visit.queueId ?? visitOf(interaction.phase)?.queueId;
  const queue = queueId === undefined ? undefined : config.queues.get(queueId);
  return { shortAbandonMs: config.conversation.shortAbandonUnderMs, wrapUpMs: queue?.wrapUpMs ?? 0 };
}
