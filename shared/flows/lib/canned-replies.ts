import type { CompiledConfig } from '../../core/config/compiled';
import { lastSegment } from '../../core/interaction/segments';
import type { Interaction } from '../../core/interaction/state';
import type { AgentId } from '../../core/lib/ids';

/** A reply that was written in advance, in the customer's language. */
export interface ReadyReply {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

/** Those that fit the channel of an interaction, in the language in which it came to this agent. */
export function cannedReplies(
  config: CompiledConfig,
  interaction: Interaction,
  agentId: AgentId,
): readonly ReadyReply[] {
  const language = lastSegment(interaction, agentId)?.visit.language ?? config.tenant.languages[0];
  return [...config.cannedReplies.values()]
    .filter(({ channels }) => channels.includes(interaction.facts.channel))
    .map(({ id, title, text }) => ({ id, title, text: text[language] ?? Object.values(text)[0] ?? '' }));
}
