import type { CompiledConfig } from '../core/config/compiled';
import { wasNudgedSince } from '../core/interaction/decide-nudge';
import { quietFrom, type Interaction } from '../core/interaction/state';
import type { InteractionRef } from '../core/lib/ids';
import { wordsOf } from './command-of-step';
import { changeInteraction } from './lib/change-interaction';
import type { Deps } from './lib/deps';
import { endTimings } from './lib/end-timings';
import { afterBusinessDays } from './lib/local-time';
import { noticeOf } from './lib/notice';

/** When somebody last wrote, and whether it was the customer. */
interface LastWord {
  readonly at: number;
  readonly isCustomers: boolean;
}

/**
 * How a written interaction comes to rest when nobody writes: nudged, parked, or closed (design §5; every length is a
 * parameter). Answers when to look again, if it did not come to rest for good.
 */
export async function restAfter(deps: Deps, ref: InteractionRef, interaction: Interaction): Promise<number> {
  const { config } = await deps.configs.live(ref.tenantId);
  const now = deps.clock.now();
  const last = await lastWord(deps, ref, interaction);
  const closeAt = closesAt(config, interaction, last.at);
  if (closeAt <= now) {
    await close(deps, ref, config, now);
    return now;
  }
  const { channel } = interaction.facts;
  if (interaction.phase.name !== 'active') return closeAt;
  if (channel === 'chat') return nudgeAfter(deps, ref, config, interaction, last);
  const parkAt = parksAt(config, interaction, last);
  if (parkAt > now) return Math.min(parkAt, closeAt);
  await park(deps, ref, interaction, now);
  // Parked, it rests for other reasons: looked at at once.
  return now;
}

/** A chat whose customer has gone quiet, or waits, gets one word of ours before it closes. */
async function nudgeAfter(
  deps: Deps,
  ref: InteractionRef,
  config: CompiledConfig,
  { phase, segments }: Interaction,
  last: LastWord,
): Promise<number> {
  const { nudgeAfterMs, closeAfterMs } = config.conversation.chat;
  const text = noticeOf(config, 'chatNudge', languageOf(config, segments));
  const nudgeAt = last.at + nudgeAfterMs;
  const closeAt = last.at + closeAfterMs;
  if (text === null || phase.name !== 'active' || nudgeAt >= closeAt) return closeAt;
  const at = deps.clock.now();
  if (nudgeAt > at) return nudgeAt;
  // Nobody tells when the silence ends: the next one can be over this soon.
  const nextAt = Math.min(closeAt, at + nudgeAfterMs);
  if (wasNudgedSince(phase, last.at)) return nextAt;
  const agentOwesAnswer = last.isCustomers;
  await changeInteraction(deps, ref, () => ({ type: 'nudge', at, quietSince: last.at, text, agentOwesAnswer }));
  return nextAt;
}

/** Somebody who texts may take days to answer: meanwhile the agent is free for others. A mail is parked by its answer. */
const parksAt = (config: CompiledConfig, { facts }: Interaction, last: LastWord): number =>
  facts.channel === 'sms' ? last.at + config.conversation.sms.parkAfterMs : Number.POSITIVE_INFINITY;

async function park(deps: Deps, ref: InteractionRef, { phase, segments }: Interaction, at: number): Promise<void> {
  const agentId = phase.name === 'active' ? segments[phase.segment]?.agentId : undefined;
  if (agentId !== undefined) await changeInteraction(deps, ref, () => ({ type: 'park', at, agentId }));
}

const languageOf = (config: CompiledConfig, segments: Interaction['segments']): string =>
  segments.at(-1)?.visit.language ?? config.tenant.languages[0];

async function close(deps: Deps, ref: InteractionRef, config: CompiledConfig, now: number): Promise<void> {
  await changeInteraction(deps, ref, ({ interaction }) => {
    const language = languageOf(config, interaction.segments);
    const farewell = interaction.facts.channel === 'chat' ? noticeOf(config, 'chatClosed', language) : null;
    return {
      type: 'end',
      at: now,
      reason: 'idle',
      words: wordsOf(config, language, farewell === null ? [] : [farewell], null),
      ...endTimings(config, interaction),
    };
  });
}

/** Our own words count for nobody's: a nudge does not prolong the silence that it breaks. */
async function lastWord(deps: Deps, ref: InteractionRef, { phase }: Interaction): Promise<LastWord> {
  const since = phase.name === 'active' ? quietFrom(phase) : phase.name === 'parked' ? phase.parkedAt : 0;
  const messages = await deps.messages.list(ref);
  const newest = messages.filter(({ message }) => message.author.kind !== 'system').at(-1);
  return {
    at: Math.max(since, newest?.message.sentAt ?? 0),
    isCustomers: newest?.message.direction === 'in',
  };
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
