import type { AgentId, InteractionRef } from '../../core/lib/ids';
import { keepFile, type GivenFile } from '../customers/chat-files';
import type { SeenInteraction } from '../../ports/interaction-store';
import type { Deps } from '../lib/deps';
import { FlowError } from '../lib/flow-error';
import { refuseTooMany } from '../lib/refuse-too-many';
import { agentInCharge } from '../lib/agent-in-charge';
import { replyIn, seenInCharge, type Replied } from './reply';

const MOST = 30;
const WINDOW_MS = 10 * 60_000;

type Sent = GivenFile & { readonly sentAt: number };

/** Sends a file to the customer of a chat that the agent is in charge of. */
export async function sendFile(deps: Deps, ref: InteractionRef, agentId: AgentId, given: Sent): Promise<Replied> {
  return sendFileIn(deps, await seenInCharge(deps, ref, agentId), agentId, given);
}

/** The same for an interaction that was just loaded. */
export async function sendFileIn(
  deps: Deps,
  stored: SeenInteraction | undefined,
  agentId: AgentId,
  { sentAt, ...given }: Sent,
): Promise<Replied> {
  if (stored === undefined || agentInCharge(stored.interaction) !== agentId)
    throw new FlowError('notYours', 'Nobody of yours is waiting for a file here.');
  const { channel, externalRef, tenantId } = stored.interaction.facts;
  if (channel !== 'chat') throw new FlowError('refused', 'This channel carries no files.');
  const what = `files of agent ${tenantId} ${agentId}`;
  await refuseTooMany(deps, [{ what, most: MOST, windowMs: WINDOW_MS }], 'Too many files for now.');
  const { file, attachment } = await keepFile(deps, { tenantId, threadId: externalRef }, given);
  const sourceId = `desk:${agentId}:${given.key}`;
  return replyIn(deps, stored, { agentId, text: file.name, attachments: [attachment], sourceId, sentAt });
}
