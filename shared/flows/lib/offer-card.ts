import type { CompiledConfig } from '../../core/config/compiled';
import { handoverOf } from '../../core/interaction/decide-transfer';
import { visitOf } from '../../core/interaction/phases';
import type { OfferEnd } from '../../core/interaction/events';
import type { Interaction, QueueVisit } from '../../core/interaction/state';
import type { OfferId } from '../../core/lib/ids';
import type { OfferCard, OfferCardState, ReplyChoice } from '../../ports/agent-desk';
import type { SeenInteraction } from '../../ports/interaction-store';
import { transferChoices } from '../agents/transfer-choices';
import { cannedReplies } from './canned-replies';
import type { Deps } from './deps';
import { wrapUpChoicesOf } from './wrap-up-choices';

/** Under which of an interaction's refs the card of an offer is kept. */
export const cardRefKey = (offerId: OfferId): string => `card:${offerId}`;

/** What an agent reads on the card of an offer that is over. */
export const HOW_IT_ENDED: Readonly<Record<OfferEnd, string>> = {
  declined: 'You declined it.',
  ignored: 'It was not answered in time.',
  unreachable: 'It could not be brought to you.',
  cancelled: 'The customer waits no more.',
  acceptedElsewhere: 'Somebody else took it.',
  agentGone: 'You were away.',
};

/** A customer whom a colleague wants to hand over is still that colleague's. */
function handedVisit(interaction: Interaction, offerId: OfferId): QueueVisit | undefined {
  const handover = handoverOf(interaction);
  return handover?.offer?.offerId === offerId ? handover.visit : undefined;
}

/** In the language in which it came to whoever took the offer. */
function replyChoices(config: CompiledConfig, interaction: Interaction, offerId: OfferId): readonly ReplyChoice[] {
  const agentId = interaction.segments.find((segment) => segment.offerId === offerId)?.agentId;
  if (agentId === undefined || interaction.facts.channel === 'voice') return [];
  return cannedReplies(config, interaction, agentId).map(({ id, title }) => ({ value: id, title }));
}

/** The card of an offer as it stands. */
export async function offerCardOf(
  { configs, clock }: Pick<Deps, 'configs' | 'clock'>,
  { interaction }: SeenInteraction,
  offerId: OfferId,
  answerBy: number,
  state: OfferCardState,
): Promise<OfferCard> {
  const { facts, phase, segments } = interaction;
  const { config } = await configs.live(facts.tenantId);
  const visit =
    visitOf(phase) ??
    handedVisit(interaction, offerId) ??
    segments.find((segment) => segment.offerId === offerId)?.visit;
  const queue = visit === undefined ? undefined : config.queues.get(visit.queueId);
  const skills = (visit?.requirements ?? []).map(({ skillId }) => config.skills.get(skillId)?.name ?? skillId);
  return {
    offerId,
    interactionId: facts.interactionId,
    channel: facts.channel,
    customerName: facts.customerName ?? facts.customerAddress,
    queueName: queue?.name ?? '',
    waitedMs: Math.max(0, clock.now() - (visit?.waitingSince ?? facts.openedAt)),
    reasons: skills,
    answerBy,
    state,
    wrapUpChoices: visit === undefined ? [] : wrapUpChoicesOf(config, visit.queueId),
    note: visit?.handedOver?.note ?? null,
    transferChoices: transferChoices({ clock }, config, facts),
    replyChoices: replyChoices(config, interaction, offerId),
  };
}
