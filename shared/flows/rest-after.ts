import type { CompiledConfig } from '../core/config/compiled';
import type { Interaction } from '../core/interaction/state';
import type { InteractionRef } from '../core/lib/ids';
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
  const last = await lastWordAt(deps, ref, interaction);
  const closeAt = closesAt(config, interaction, last);
  if (closeAt <= now) {
    await close(deps, ref, config, now);
    return now;
  }
  const { facts, phase, segments } = interaction;
  if (facts.channel !== 'sms' || phase.name !== 'active') return closeAt;
  const parkAt = last + config.conversation.sms.parkAfterMs;
  if (parkAt > now) return parkAt;
  const agentId = segments[phase.segment]?.agentId;
  if (agentId !== undefined) await changeInteraction(deps, ref, () => ({ type: 'park', at: now, agentId }));
  return last + config.conversation.sms.closeAfterMs;
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

async function lastWordAt(deps: Deps, ref: InteractionRef, { phase }: Interaction): Promise<number> {
  const since = phase.name === 'active' ? phase.lastActivityAt : phase.name === 'parked' ? phase.parkedAt : 0;
  const messages = await deps.messages.list(ref);
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
      const hours = email.businessHoursId === null ? undefined : config.hours.get(email.businessHoursId);
      if (hours === undefined) return last + email.closeAfterBusinessDays * 24 * 60 * 60_000;
      return afterBusinessDays(email.closeAfterBusinessDays, hours, last);
    }
    case 'voice':
      return Number.POSITIVE_INFINITY;
  }
}
