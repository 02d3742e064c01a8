import type {
  ChangedView,
  DeliveryView,
  InteractionSummary,
  InteractionView,
  MessageView,
  NoteView,
  UtteranceView,
} from '../../shared/contracts/http/interaction';
import { voiceAppsFor } from '../../shared/core/config/voice-apps';
import type { OfferView } from '../../shared/contracts/http/agents';
import type { CompiledConfig } from '../../shared/core/config/compiled';
import { meetingOf } from '../../shared/core/interaction/decide-meeting';
import { handoverOf } from '../../shared/core/interaction/decide-transfer';
import { visitOf } from '../../shared/core/interaction/phases';
import { lastSegment } from '../../shared/core/interaction/segments';
import type { Party } from '../../shared/core/interaction/party';
import { partiesOf, type Interaction } from '../../shared/core/interaction/state';
import type { AgentId, TenantId } from '../../shared/core/lib/ids';
import type { Offer } from '../../shared/core/routing/state';
import { recordingNow } from '../../shared/flows/agents/pause-recording';
import type { Replied } from '../../shared/flows/agents/reply';
import type { Changed } from '../../shared/flows/lib/change-interaction';
import type { Deps } from '../../shared/flows/lib/deps';
import { cannedReplies } from '../../shared/flows/lib/canned-replies';
import { wrapUpChoicesOf } from '../../shared/flows/lib/wrap-up-choices';
import type { Note } from '../../shared/ports/note-store';
import type { Utterance } from '../../shared/ports/transcripts';
import { FlowError } from '../../shared/flows/lib/flow-error';
import type { SeenInteraction, TimelineEntry } from '../../shared/ports/interaction-store';
import type { MessageWithDelivery } from '../../shared/ports/message-store';

/** An interaction as a list shows it to one of its agents; null: to somebody else. */
export async function summaryOf(
  { configs }: Pick<Deps, 'configs'>,
  { interaction }: SeenInteraction,
  agentId: AgentId | null,
): Promise<InteractionSummary> {
  const { facts, phase } = interaction;
  const { config } = await configs.live(facts.tenantId);
  const own = lastSegment(interaction, agentId);
  const queueId = (visitOf(phase) ?? own?.visit)?.queueId;
  return {
    interactionId: facts.interactionId,
    channel: facts.channel,
    customerName: facts.customerName,
    customerAddress: facts.customerAddress,
    phase: phase.name,
    segment: own?.state.name ?? null,
    offerId: own?.offerId ?? null,
    queueName: queueId === undefined ? null : (config.queues.get(queueId)?.name ?? null),
    handover: handoverView(config, interaction),
    parties: partiesOf(interaction).map(partyView),
    meeting: meetingView(interaction, agentId),
    note: own?.visit.handedOver?.note ?? null,
    openedAt: facts.openedAt,
  };
}

/** The visit that is offered: the customer's own, or that in which a colleague hands them over. */
const handedVisit = ({ interaction }: SeenInteraction) =>
  visitOf(interaction.phase) ?? handoverOf(interaction)?.visit ?? null;

/** An offer as its agent sees it; without the interaction, which may be gone, nobody is named. */
export async function offerOf(
  { configs }: Pick<Deps, 'configs'>,
  tenantId: TenantId,
  { offerId, interactionId, channel, queueId, deadlineAt }: Readonly<Offer>,
  stored: SeenInteraction | undefined,
): Promise<OfferView> {
  const { config } = await configs.live(tenantId);
  return {
    offerId,
    interactionId,
    channel,
    customerName: stored?.interaction.facts.customerName ?? null,
    customerAddress: stored?.interaction.facts.customerAddress ?? null,
    queueName: config.queues.get(queueId)?.name ?? null,
    ...askedOf(config, stored),
    answerBy: deadlineAt,
    note: stored === undefined ? null : (handedVisit(stored)?.handedOver?.note ?? null),
  };
}

function askedOf({ skills }: CompiledConfig, stored: SeenInteraction | undefined) {
  const visit = stored === undefined ? null : handedVisit(stored);
  return {
    waitingSince: visit?.waitingSince ?? null,
    skills: (visit?.requirements ?? []).map(({ skillId }) => skills.get(skillId)?.name ?? skillId),
  };
}

/** A meeting is its agent's: nobody else is in it. */
function meetingView(interaction: Interaction, agentId: AgentId | null): InteractionSummary['meeting'] {
  const meeting = meetingOf(interaction);
  return meeting?.agentId === agentId ? { joinUrl: meeting.joinUrl, untilAt: meeting.untilAt } : null;
}

const partyView = ({ partyId, who, leg }: Party) => ({
  partyId,
  kind: who.kind,
  name: who.kind === 'number' ? who.number : who.name,
  leg: leg.name,
});

function handoverView({ agents, queues }: CompiledConfig, interaction: Interaction): InteractionSummary['handover'] {
  const handover = handoverOf(interaction);
  if (handover === undefined) return null;
  const { to, visit } = handover;
  const id = to.kind === 'agent' ? to.agentId : visit.queueId;
  const name = to.kind === 'agent' ? agents.get(to.agentId)?.name : queues.get(visit.queueId)?.name;
  return { kind: to.kind, id, name: name ?? id };
}

/** What became of a request. One about an interaction that is gone altogether is an error. */
export async function changedOf(deps: Deps, changed: Changed, agentId: AgentId | null): Promise<ChangedView> {
  if (changed.kind === 'missing') throw new FlowError('notFound', 'There is no such interaction.');
  const interaction = await summaryOf(deps, changed.stored, agentId);
  return changed.kind === 'changed'
    ? { outcome: 'changed', interaction }
    : { outcome: 'ignored', reason: changed.reason, interaction };
}

/** What happened in an interaction, and what was said and written down. */
interface Told {
  readonly timeline: readonly TimelineEntry[];
  readonly messages: readonly MessageWithDelivery[];
  readonly notes: readonly Note[];
  readonly transcript: readonly Utterance[];
}

/** An interaction with all that happened and was said. */
export async function viewOf(
  deps: Deps,
  stored: SeenInteraction,
  agentId: AgentId,
  { timeline, messages, notes, transcript }: Told,
): Promise<InteractionView> {
  const { facts, segments } = stored.interaction;
  const { config } = await deps.configs.live(facts.tenantId);
  const own = lastSegment(stored.interaction, agentId);
  return {
    ...(await summaryOf(deps, stored, agentId)),
    ourAddress: facts.ourAddress,
    headers: facts.headers ?? [],
    timeline: timeline.map(({ seq, event }) => ({ seq, event: { ...event } })),
    messages: messages.map(messageOf),
    notes: notes.map(noteOf),
    transcript: transcript.map(utteranceOf(config, stored.interaction)),
    agents: [...new Set(segments.map((segment) => segment.agentId))].map((id) => ({
      agentId: id,
      name: config.agents.get(id)?.name ?? id,
    })),
    recording: await recordingNow(deps, stored.interaction),
    wrapUpBy: own?.state.name === 'wrappingUp' ? own.state.deadlineAt : null,
    wrapUpCodes: own === undefined ? [] : [...wrapUpChoicesOf(config, own.visit.queueId)],
    voiceApps: voiceAppsFor(config, stored.interaction.facts).map(({ id, name, kind }) => ({
      voiceAppId: id,
      name,
      kind,
    })),
    cannedReplies: [...cannedReplies(config, stored.interaction, agentId)],
  };
}

/** Without agents' ids, as notes. */
export const utteranceOf =
  ({ agents }: CompiledConfig, { facts }: Interaction) =>
  ({ key, speaker, text, saidAt }: Utterance): UtteranceView => {
    const { kind } = speaker;
    const agentName = kind === 'agent' ? (agents.get(speaker.agentId)?.name ?? null) : null;
    return { key, speaker: { kind, name: kind === 'customer' ? facts.customerName : agentName }, text, saidAt };
  };

/** Without the agent's id, which tells colleagues nothing. */
export const noteOf = ({ key, author, text, writtenAt }: Note): NoteView => ({ key, author, text, writtenAt });

/** A message as agents see it. */
export function messageOf({ message, delivery }: MessageWithDelivery): MessageView {
  const { key, direction, author, text, html, attachments, sentAt } = message;
  const { kind, name } = author;
  return {
    key,
    direction,
    author: { kind, name },
    text,
    html,
    attachments: [...attachments],
    sentAt,
    delivery: deliveryOf(delivery),
  };
}

/** Without the provider's id, which is nobody's business outside. What was left to whoever comes next is still to be sent. */
export function deliveryOf(delivery: Replied['delivery'] | undefined): DeliveryView {
  if (delivery === undefined || delivery === 'left') return { status: 'pending' };
  const { status, at } = delivery;
  return status === 'failed' ? { status, at, code: delivery.code } : { status, at };
}
