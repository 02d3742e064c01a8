import type { ChatFile } from '../../contracts/chat';
import { whyNotInMail } from '../../core/files/mail-files';
import type { Facts } from '../../core/interaction/state';
import type { AgentId, InteractionRef } from '../../core/lib/ids';
import type { Attachment } from '../../ports/message-store';
import { attachmentsOf, keepFile, type GivenFile } from '../customers/chat-files';
import type { Deps } from '../lib/deps';
import { FlowError } from '../lib/flow-error';
import { seeWhere } from '../lib/load-where';
import { refuseTooMany } from '../lib/refuse-too-many';
import { agentInCharge } from '../lib/agent-in-charge';

const MOST = 60;
const WINDOW_MS = 10 * 60_000;

/** Keeps a file that the agent attaches to a mail, until they send it. */
export async function keepMailFile(
  deps: Deps,
  ref: InteractionRef,
  agentId: AgentId,
  given: GivenFile,
): Promise<ChatFile> {
  const stored = await seeWhere(deps, ref, ({ interaction }) => agentInCharge(interaction) === agentId);
  if (stored === undefined || agentInCharge(stored.interaction) !== agentId)
    throw new FlowError('notYours', 'Nobody of yours is waiting for a file here.');
  const { facts } = stored.interaction;
  if (facts.channel !== 'email') throw new FlowError('refused', 'Only mails have attachments.');
  const what = `mail files of agent ${facts.tenantId} ${agentId}`;
  await refuseTooMany(deps, [{ what, most: MOST, windowMs: WINDOW_MS }], 'Too many files for now.');
  return (await keepFile(deps, threadOf(facts), given)).file;
}

/** The files as a mail has them. Refused where one was never kept, or they are too much for a mail. */
export async function mailAttachments(
  deps: Deps,
  facts: Facts,
  fileIds: readonly string[],
): Promise<readonly Attachment[]> {
  if (fileIds.length === 0) return [];
  if (facts.channel !== 'email') throw new FlowError('refused', 'Only mails have attachments.');
  const found = await attachmentsOf(deps, threadOf(facts), fileIds);
  if (found.length < new Set(fileIds).size) throw refused('A file that was attached is not there.', 'missing');
  const why = whyNotInMail(found.map(({ sizeBytes }) => sizeBytes));
  if (why !== null) throw refused('These files are too much for one mail.', why);
  return found;
}

const threadOf = ({ tenantId, externalRef }: Facts) => ({ tenantId, threadId: externalRef });

const refused = (what: string, why: string) => new FlowError('refused', what, [{ path: 'body.fileIds', message: why }]);
