import { LARGEST_FILE_BYTES, type FileRefusal } from '../../core/files/accept-file';
import { pictureName, refusedFileLine, shownName } from '../../core/files/file-words';
import type { AgentId, TenantId } from '../../core/lib/ids';
import type { DeskAddress, DeskFile } from '../../ports/agent-desk';
import type { SeenInteraction } from '../../ports/interaction-store';
import type { Deps } from '../lib/deps';
import { deskAddress } from '../lib/desk-address';
import { FlowError } from '../lib/flow-error';
import type { ChatFile } from '../../contracts/chat';
import { MOST_MAIL_FILES } from '../../core/files/mail-files';
import { keepMailFile } from './mail-files';
import { notThrough } from './not-through';
import { sendFileIn } from './send-file';

/** What an agent attached to a message in their chat with our bot. */
interface Attached {
  readonly tenantId: TenantId;
  readonly agentId: AgentId;
  readonly files: readonly DeskFile[];
  readonly sourceId: string;
  readonly sentAt: number;
}

/** Teams lets as many be attached to one message. */
const MOST_FILES = 10;

/**
 * Sends them to the customer one after another, behind the text they came with, by the rules for files of a chat. Answers a line for each
 * that did not go, for the agent: what one file lacks keeps back no other.
 */
export async function sendDeskFiles(
  deps: Deps,
  meant: SeenInteraction,
  attached: Attached,
): Promise<readonly string[]> {
  const { tenantId, agentId, files } = attached;
  const [first] = files;
  if (first === undefined) return [];
  if (meant.interaction.facts.channel !== 'chat') throw new FlowError('refused', 'This channel carries no files.');
  const address = await deskAddress(deps, tenantId, agentId);
  if (address === undefined) return [];
  const unsent: string[] = [];
  for (const [n, file] of files.slice(0, MOST_FILES).entries()) {
    const why = await sendOne(deps, meant, address, { ...attached, file, n });
    if (why !== null) unsent.push(why);
  }
  if (files.length > MOST_FILES) unsent.push(`Only the first ${MOST_FILES} files were sent.`);
  return unsent;
}

const UNNAMED = 'The picture';
/** Between a text in parts and what comes behind it. */
const BEHIND_TEXT_MS = 100;

type Fetched =
  | { readonly kind: 'fetched'; readonly name: string; readonly content: Uint8Array }
  | { readonly kind: 'unsent'; readonly line: string };

/** A file as Teams hands it out, or what the agent is told. */
async function fetchOne(deps: Deps, address: DeskAddress, file: DeskFile): Promise<Fetched> {
  const given = file.kind === 'file' ? file.name : UNNAMED;
  const fetched = await deps.desk.fetchFile(address, file, LARGEST_FILE_BYTES);
  if (fetched.kind === 'tooLarge') return unsent(refusedFileLine(given, 'tooLarge'));
  if (fetched.kind === 'failed')
    return unsent(`${shownName(given)} was not sent: Teams did not hand it out. Attach it again.`);
  const { content } = fetched;
  const name = file.kind === 'file' ? file.name : pictureName(content);
  return name === undefined ? unsent(refusedFileLine(given, 'kindNotAllowed')) : { kind: 'fetched', name, content };
}

const unsent = (line: string): Fetched => ({ kind: 'unsent', line });

/** Null: the customer has it. */
async function sendOne(
  deps: Deps,
  meant: SeenInteraction,
  address: DeskAddress,
  { file, n, agentId, sourceId, sentAt }: Attached & { readonly file: DeskFile; readonly n: number },
): Promise<string | null> {
  const fetched = await fetchOne(deps, address, file);
  if (fetched.kind === 'unsent') return fetched.line;
  const { name, content } = fetched;
  return orRefused(name, async () => {
    const key = `${sourceId}/file/${n + 1}`;
    const sent = await sendFileIn(deps, meant, agentId, { key, name, content, sentAt: sentAt + BEHIND_TEXT_MS + n });
    const { delivery } = sent;
    return delivery !== 'left' && delivery.status === 'failed' ? notThrough(delivery.code) : null;
  });
}

/** What is wrong with a file itself is a line for the agent. */
async function orRefused(name: string, take: () => Promise<string | null>): Promise<string | null> {
  try {
    return await take();
  } catch (error) {
    const why = error instanceof FlowError ? error.details.find(({ path }) => path === 'body')?.message : undefined;
    if (why === undefined) throw error;
    return refusedFileLine(name, why as FileRefusal);
  }
}

/** The files of a mail, which goes with all that are fit for it; `unsent` says of the others why. */
export async function keepDeskFiles(
  deps: Deps,
  meant: SeenInteraction,
  { tenantId, agentId, files, sourceId }: Omit<Attached, 'sentAt'>,
): Promise<{ readonly kept: readonly ChatFile[]; readonly unsent: readonly string[] }> {
  const address = files.length === 0 ? undefined : await deskAddress(deps, tenantId, agentId);
  const kept: ChatFile[] = [];
  const lines: string[] = [];
  if (address === undefined) return { kept, unsent: lines };
  for (const [n, file] of files.slice(0, MOST_MAIL_FILES).entries()) {
    const fetched = await fetchOne(deps, address, file);
    if (fetched.kind === 'unsent') lines.push(fetched.line);
    else {
      const { name, content } = fetched;
      const given = { key: `${sourceId}/file/${n + 1}`, name, content };
      const line = await orRefused(name, async () => {
        kept.push(await keepMailFile(deps, meant.interaction.facts, agentId, given));
        return null;
      });
      if (line !== null) lines.push(line);
    }
  }
  if (files.length > MOST_MAIL_FILES) lines.push(`Only the first ${MOST_MAIL_FILES} files were sent.`);
  return { kept, unsent: lines };
}
