import type { CompiledConfig } from '../core/config/compiled';
import type { Interaction } from '../core/interaction/state';
import type { InteractionRef } from '../core/lib/ids';
import type { MessageWithDelivery } from '../ports/message-store';
import { changeInteraction } from './lib/change-interaction';
import type { Deps } from './lib/deps';
import { endTimings } from './lib/end-timings';
import { afterBusinessDays } from './lib/local-time';
import { noticeOf } from './lib/notice';

/**
 * How a written interaction comes to rest when nobody writes: parked, or closed (design §5; every length is a parameter).
 * Answers when to look again, if it did not come to rest for good.
 */
export async function restAfter(deps: Deps, ref: InteractionRef, interaction: Interaction): Promise<number> {
  const { config } = await deps.configs.live(ref.tenantId);
  const now = deps.clock.now();
  const messages = await deps.messages.list(ref);
  const closeAt = closesAt(config, interaction, lastWordAt(interaction, messages));
  if (closeAt <= now) {
    await close(deps, ref, config, now);
    return now;
  }
  const parkAt = parksAt(config, interaction, messages);
  if (parkAt > now) return Math.min(parkAt, closeAt);
  await park(deps, ref, interaction, now);
  // Parked, it rests for other reasons: looked at at once.
  return now;
}

/** A mail is parked by its answer: the handler that sent it does so, and this if it died. */
function parksAt(config: CompiledConfig, interaction: Interaction, messages: readonly MessageWithDelivery[]): number {
  const { facts, phase } = interaction;
  if (phase.name !== 'active') return Number.POSITIVE_INFINITY;
  if (facts.channel === 'sms') return lastWordAt(interaction, messages) + config.conversation.sms.parkAfterMs;
  const newest = messages.at(-1);
  const sent = newest?.message.author.kind === 'agent' ? newest.delivery : undefined;
  // One sent before this agent took over answered an earlier mail; mailboxes tell time in whole seconds.
  const isAnswered = sent !== undefined && sent.status !== 'failed' && sent.at >= phase.lastActivityAt;
  return facts.channel === 'email' && isAnswered ? sent.at : Number.POSITIVE_INFINITY;
}

async function park(deps: Deps, ref: InteractionRef, { phase, segments }: Interaction, at: number): Promise<void> {
  const agentId = phase.name === 'active' ? segments[phase.segment]?.agentId : undefined;
  if (agentId !== undefined) await changeInteraction(deps, ref, () => ({ type: 'park', at, agentId }));
}

async function close(deps: Deps, ref: InteractionRef, config: CompiledConfig, now: number): Promise<void> {
  await changeInteraction(deps, ref, ({ interaction }) => {
    const language = interaction.segments.at(-1)?.visit.language ?? config.tenant.languages[0];
    const farewell = interaction.facts.channel === 'chat' ? noticeOf(config, 'chatClosed', language) : null;
    return {
      type: 'end',
      at: now,
      reason: 'idle',
      texts: farewell === null ? [] : [farewell],
      language,
      ...endTimings(config, interaction),
    };
  });
}

function lastWordAt({ phase }: Interaction, messages: readonly MessageWithDelivery[]): number {
  const since = phase.name === 'active' ? phase.lastActivityAt : phase.name === 'parked' ? phase.parkedAt : 0;
  return Math.max(since, ...messages.map(({ message }) => message.sentAt));
}

function closesAt(config: CompiledConfig, { facts, phase }: Interaction, last: number): number {
  const { chat, sms, email } = config.conversation;
  switch (facts.channel) {
    case 'chat':
      return last + chat.closeAfterMs;
    case 'sms':
      return phase.name === 'parked' ? last + sms.closeAfterMs : Number.POSITIVE_INFINITY;
    case 'email': {
      // One that an agent has not answered yet is theirs to answer, however long it takes them.
      if (phase.name !== 'parked') return Number.POSITIVE_INFINITY;
      const hours = email.businessHoursId === null ? undefined : config.hours.get(email.businessHoursId);
      if (hours === undefined) return last + email.closeAfterBusinessDays * 24 * 60 * 60_000;
      return afterBusinessDays(email.closeAfterBusinessDays, hours, last);
    }
    case 'voice':
      return Number.POSITIVE_INFINITY;
  }
}
