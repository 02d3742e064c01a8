import type { CompiledConfig } from '../core/config/compiled';
import { consulted } from '../core/interaction/party';
import { partiesOf, quietFrom, type Interaction } from '../core/interaction/state';

/** A deadline is the shard's or the call's to keep; the orchestration comes after them, in case they did not. */
export const AFTER_MS = 5_000;
const LONGEST_CHECK_MS = 24 * 60 * 60_000;

/** A call rings for 30 s; one that was answered says at once that it stands. */
const CONNECTS_WITHIN_MS = 60_000;

/** When a call that is not connected by then never will be. */
export const connectsBy = ({ facts }: Interaction): number => facts.openedAt + CONNECTS_WITHIN_MS;

/** The moment by which something must have happened to an interaction, or one of these at the latest. */
export function nextLook(now: number, interaction: Interaction, others: readonly (number | null)[]): number {
  const deadlines = [...others, deadlineOf(interaction), ...notesEnd(interaction)].filter((at) => at !== null);
  return Math.max(now + AFTER_MS, Math.min(now + LONGEST_CHECK_MS, ...deadlines));
}

/** How soon a written conversation that has just begun can come to rest; null when nothing but its end does that. */
export function restsSoonest({ conversation }: CompiledConfig, { facts, phase }: Interaction): number | null {
  if (phase.name !== 'active') return null;
  const { chat, sms } = conversation;
  switch (facts.channel) {
    case 'chat':
      return quietFrom(phase) + Math.min(chat.nudgeAfterMs, chat.closeAfterMs);
    case 'sms':
      return quietFrom(phase) + sms.parkAfterMs;
    case 'email':
    case 'voice':
      return null;
  }
}

/** Whoever is rung for an agent answers or does not; in case nobody says so. */
function ringsUntil(interaction: Interaction): number | null {
  const leg = consulted(partiesOf(interaction))?.leg;
  return leg?.name === 'ringing' ? leg.untilAt + AFTER_MS : null;
}

/** Whoever is out of it may write notes until then, whatever the others do. */
const notesEnd = ({ segments }: Interaction): number[] =>
  segments.flatMap(({ state }) => (state.name === 'wrappingUp' ? [state.deadlineAt + AFTER_MS] : []));

function deadlineOf(interaction: Interaction): number | null {
  const { facts, phase } = interaction;
  switch (phase.name) {
    case 'selfService':
      return phase.answerBy;
    case 'queued':
    case 'alerting':
      return phase.visit.deadlineAt + AFTER_MS;
    case 'connecting':
      return phase.deadlineAt;
    case 'arriving':
      return facts.channel === 'voice' ? connectsBy(interaction) : null;
    case 'active':
      return ringsUntil(interaction);
    case 'handedOn':
    case 'parked':
    case 'ended':
    case 'closed':
      return null;
  }
}
