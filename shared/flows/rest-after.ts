import type { CompiledConfig } from '../core/config/compiled';
import type { Interaction } from '../core/interaction/state';
import type { InteractionRef } from '../core/lib/ids';
import { changeInteraction } from './lib/change-interaction';
import type { Deps } from './lib/deps';
import { endTimings } from './lib/end-timings';
import { afterBusinessDays } from './lib/local-time';

/** How a written interaction comes to rest when nobody writes: parked, or closed (design §5; every length is a parameter). */
export async function restAfter(deps: Deps, ref: InteractionRef, interaction: Interaction): Promise<void> {
  const { config } = await deps.configs.live(ref.tenantId);
  const now = deps.clock.now();
  const last = await lastWordAt(deps, ref, interaction);
  if (closesAt(config, interaction, last) <= now) {
    await changeInteraction(deps, ref, (stored) => ({
      type: 'end',
      at: now,
      reason: 'idle',
      texts: [],
      language: 'en',
      ...endTimings(config, stored.interaction),
    }));
    return;
  }
  const { facts, phase, segments } = interaction;
  if (facts.channel !== 'sms' || phase.name !== 'active' || last + config.conversation.sms.parkAfterMs > now) return;
  const agentId = segments[phase.segment]?.agentId;
  if (agentId !== undefined) await changeInteraction(deps, ref, () => ({ type: 'park', at: now, agentId }));
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
