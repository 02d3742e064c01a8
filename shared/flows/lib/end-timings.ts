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

export const endTimings = (config: CompiledConfig, interaction: Interaction): EndTimings => ({
  shortAbandonMs: config.conversation.shortAbandonUnderMs,
  wrapUpMs: wrapUpMsOf(config, interaction),
});

/** How long the agent who has it, or had it last, may write notes. */
export function wrapUpMsOf(config: CompiledConfig, { phase, segments }: Interaction): number {
  const queueId = segments.at(-1)?.visit.queueId ?? visitOf(phase)?.queueId;
  return (queueId === undefined ? undefined : config.queues.get(queueId))?.wrapUpMs ?? 0;
}
