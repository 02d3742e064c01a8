import { keptChatFile, type ChatFile, type KeptChatFile } from '../../contracts/chat';
import { acceptFile, type FileRefusal } from '../../core/files/accept-file';
import type { TenantId } from '../../core/lib/ids';
import type { Attachment } from '../../ports/message-store';
import type { Deps } from '../lib/deps';
import { FlowError } from '../lib/flow-error';
import { refuseTooMany } from '../lib/refuse-too-many';
import { sha256 } from '../lib/sha256';
import { threadOf, type Writer } from './chat-thread';

/** The chat that files belong to. */
export interface FilesOfThread {
  readonly tenantId: TenantId;
  readonly threadId: string;
}

/** A file as somebody hands it in. `key` makes a repeat the same file. */
export interface GivenFile {
  readonly key: string;
  readonly name: string;
  readonly content: Uint8Array;
}

const WINDOW_MS = 10 * 60_000;
const MOST_BY_CHAT = 20;

/** Keeps a customer's file until they send it with a message. */
export async function putChatFile(deps: Deps, writer: Writer, given: GivenFile): Promise<ChatFile> {
  const { threadId, owner } = await threadOf(deps, writer);
  const what = `files ${threadId}`;
  await refuseTooMany(deps, [{ what, most: MOST_BY_CHAT, windowMs: WINDOW_MS }], 'Too many files for now.');
  return (await keepFile(deps, { tenantId: owner.tenantId, threadId }, given)).file;
}

/**
 * Looks at a file and keeps it under an id that nobody can guess, with its description beside it: whoever names the id later
 * names nothing but what was looked at here. Refused with why in the details.
 */
export async function keepFile(
  { files }: Pick<Deps, 'files'>,
  of: FilesOfThread,
  { key, name, content }: GivenFile,
): Promise<{ readonly file: ChatFile; readonly attachment: Attachment }> {
  const verdict = acceptFile(name, content);
  if (verdict.kind === 'refused') throw refusedFile(verdict.why);
  const { extension, contentType } = verdict;
  const digest = await sha256(Buffer.from(JSON.stringify([of, key, verdict.name, await sha256(content)])));
  const fileId = `${digest}.${extension}`;
  const file: ChatFile = { fileId, name: verdict.name, contentType, sizeBytes: content.byteLength };
  const path = await pathOf(of, fileId);
  const url = await files.put(path, content, contentType);
  const kept: KeptChatFile = { file, url };
  await files.put(`${path}.json`, Buffer.from(JSON.stringify(kept)), 'application/json');
  return { file, attachment: attachmentOf(kept) };
}

const refusedFile = (why: FileRefusal) =>
  new FlowError('refused', 'This file cannot be sent.', [{ path: 'body', message: why }]);

/** A thread's id may hold anything. */
const pathOf = async ({ tenantId, threadId }: FilesOfThread, fileId: string): Promise<string> =>
  `chats/${await sha256(Buffer.from(`${tenantId}\n${threadId}`))}/${fileId}`;

/** Ids of files as they are made here: nothing else is looked for in the store. */
const FILE_ID = /^[0-9a-f]{64}\.[a-z]{2,5}$/;

async function describe(
  { files }: Pick<Deps, 'files'>,
  of: FilesOfThread,
  fileId: string,
): Promise<KeptChatFile | undefined> {
  const text = FILE_ID.test(fileId) ? await files.get(`${await pathOf(of, fileId)}.json`) : undefined;
  return text && keptChatFile.parse(JSON.parse(Buffer.from(text).toString()));
}

async function describeAll(
  deps: Pick<Deps, 'files'>,
  of: FilesOfThread,
  fileIds: readonly string[],
): Promise<readonly KeptChatFile[]> {
  const all = await Promise.all([...new Set(fileIds)].map((fileId) => describe(deps, of, fileId)));
  return all.filter((one) => one !== undefined);
}

/** The files of a chat among these ids; what was never put there is left out. */
export const filesOf = async (deps: Pick<Deps, 'files'>, of: FilesOfThread, fileIds: readonly string[]) =>
  (await describeAll(deps, of, fileIds)).map(({ file }) => file);

/** The same as a message keeps them. */
export const attachmentsOf = async (deps: Pick<Deps, 'files'>, of: FilesOfThread, fileIds: readonly string[]) =>
  (await describeAll(deps, of, fileIds)).map(attachmentOf);

const attachmentOf = ({ file: { name, contentType, sizeBytes }, url }: KeptChatFile): Attachment => ({
  name,
  contentType,
  sizeBytes,
  url,
});

/** A file of a chat as its customer reads it. */
export async function readChatFile(
  deps: Deps,
  writer: Writer,
  fileId: string,
): Promise<{ readonly file: ChatFile; readonly content: Uint8Array }> {
  const { threadId, owner } = await threadOf(deps, writer);
  const of = { tenantId: owner.tenantId, threadId };
  const known = await describe(deps, of, fileId);
  const content = known && (await deps.files.get(await pathOf(of, fileId)));
  if (known === undefined || content === undefined) throw new FlowError('notFound', 'There is no such file.');
  return { file: known.file, content };
}
