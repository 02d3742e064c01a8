import type { Agent, CompiledConfig } from '../../core/config/compiled';
import { fillIn } from '../../core/flow/text-for';
import type { Invitation } from '../../core/interaction/commands';
import { whyNoMeeting } from '../../core/interaction/decide-meeting';
import { inCharge } from '../../core/interaction/decide-transfer';
import { customerOnLine, type Interaction } from '../../core/interaction/state';
import type { AgentId, InteractionRef } from '../../core/lib/ids';
import { messageOf } from '../../core/lib/message-of';
import { chooseSender } from '../../core/outbound-guard/choose-sender';
import type { WantedMeeting } from '../../ports/meetings';
import type { Changed } from '../lib/change-interaction';
import type { Deps } from '../lib/deps';
import { FlowError } from '../lib/flow-error';
import { agentOf } from '../lib/live-configs';
import { noticeOf } from '../lib/notice';
import { mayReach } from '../voice/may-call-back';
import { changeAsAgent, interactionOfAgent } from './handle-interaction';

/** How long silence elsewhere means nothing. Teams itself ends no meeting at its end. */
const MEETING_MS = 3_600_000;

/**
 * A Teams meeting of the agent's, whose link goes to the customer the way their conversation does; a caller is texted it. It is
 * made before it is on record: of one that nobody wrote down nobody learns.
 */
export async function meet(deps: Deps, ref: InteractionRef, agentId: AgentId): Promise<Changed> {
  const stored = await interactionOfAgent(deps, ref, agentId);
  const { interaction } = stored;
  const why = whyNoMeeting(interaction, agentId);
  if (why !== null) return { kind: 'ignored', reason: why, stored };
  const agent = await agentOf(deps, ref.tenantId, agentId);
  if (agent === undefined) throw new FlowError('notYours', 'You are no agent of this organisation any more.');
  const { config } = await deps.configs.live(ref.tenantId);
  const way = await wayTo(deps, config, interaction);
  const [fromAt, untilAt] = [deps.clock.now(), deps.clock.now() + MEETING_MS];
  // Two presses on what stands now get one meeting.
  const meetingId = `${ref.interactionId}.${interaction.seq}`;
  const { entraTenantId, name: subject } = config.tenant;
  const wanted = { entraTenantId, organiserId: agent.teamsUserId, key: meetingId, subject, fromAt, untilAt };
  const joinUrl = await opened(deps, wanted);
  const invitation = { ...way, text: invitationOf(config, interaction, agent, joinUrl) };
  return changeAsAgent(deps, ref, agentId, () => ({
    ...{ type: 'beginMeeting', at: deps.clock.now(), agentId, meetingId, joinUrl, untilAt, invitation },
  }));
}

/** The agent says that it is over. */
export const endMeeting = (deps: Deps, ref: InteractionRef, agentId: AgentId): Promise<Changed> =>
  changeAsAgent(deps, ref, agentId, () => ({ type: 'endMeeting', at: deps.clock.now(), agentId }));

async function opened({ meetings, log }: Deps, wanted: WantedMeeting): Promise<string> {
  const answer = await meetings.open(wanted).catch((error: unknown) => {
    log.warn('meeting not opened', { why: messageOf(error) });
    throw new FlowError('unavailable', 'Teams could not be asked for a meeting.');
  });
  switch (answer.kind) {
    case 'opened':
      return answer.joinUrl;
    case 'elsewhere':
      throw new FlowError('refused', 'Meetings of your organisation are not made from here.');
    case 'notPermitted':
      log.error('meeting not opened', { why: 'no OnlineMeetings.ReadWrite.All, or no access policy for the agent' });
      throw new FlowError('refused', 'Your administrator has not let Switchboard make meetings in your name.');
  }
}

type Way = Invitation extends infer One ? (One extends Invitation ? Omit<One, 'text'> : never) : never;

/** How the link gets to the customer. Refused before there is a meeting where it could not. */
async function wayTo(deps: Deps, config: CompiledConfig, interaction: Interaction): Promise<Way> {
  const { channel, tenantId, ourAddress, customerAddress } = interaction.facts;
  const by = inCharge(interaction)?.agentId;
  if (channel === 'voice') return textTo(deps, config, interaction);
  if (channel === 'sms' && (await deps.directory.hasOptedOut(tenantId, ourAddress, customerAddress))) throw optedOut();
  return { kind: 'sendText', ...(by === undefined ? {} : { by }) };
}

const optedOut = () => new FlowError('refused', 'The customer wants no texts.');

/** Callers asked for it just now, in words: what they said about texts before, and what may be texted at all, holds. */
async function textTo(deps: Deps, config: CompiledConfig, interaction: Interaction): Promise<Way> {
  const { tenantId } = interaction.facts;
  const to = deps.numbers.facts(customerOnLine(interaction));
  if (to?.type !== 'mobile') throw new FlowError('refused', 'The customer calls from what takes no texts.');
  const from = textingEntry(config, interaction);
  const sender = from && chooseSender(config, from, { number: to.e164, country: to.country });
  if (from === undefined || sender === undefined)
    throw new FlowError('refused', 'There is no number from which this customer could be texted.');
  const isOut = await deps.directory.hasOptedOut(tenantId, sender, to.e164);
  if (isOut) throw optedOut();
  const asked = { purpose: 'callback', consent: 'optedIn', at: deps.clock.now() } as const;
  const permission = await mayReach(deps, { tenantId }, to.e164, asked);
  if (permission.kind === 'refused' && permission.code !== 'quietHours')
    throw new FlowError('refused', 'This number may not be texted.', [{ path: 'customer', message: permission.code }]);
  return { kind: 'textCustomer', from, to: to.e164 };
}

/** Texts of the queue in which they were, or of any other. */
function textingEntry({ entryPoints }: CompiledConfig, interaction: Interaction): string | undefined {
  const queueId = inCharge(interaction)?.visit.queueId;
  const texting = [...entryPoints.values()].filter(({ channel }) => channel === 'sms');
  return (texting.find((one) => one.queueId === queueId) ?? texting[0])?.id;
}

/** The link alone where the tenant has no words for it. */
function invitationOf(config: CompiledConfig, interaction: Interaction, agent: Agent, link: string): string {
  const language = inCharge(interaction)?.visit.language ?? config.tenant.languages[0];
  const words = noticeOf(config, 'meetingInvitation', language) ?? '{link}';
  return fillIn(words, { agent: agent.name, link });
}
