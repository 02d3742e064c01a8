import type { Files } from '../../ports/files';
import type { Attachment } from '../../ports/message-store';

/** Where attachments lie. */
export type OpenedFiles = Pick<Files, 'open'>;

/** A file with its content, to go with a mail. */
export interface OpenedFile {
  readonly name: string;
  readonly contentType: string;
  readonly content: Uint8Array;
}

/** What goes with a mail; `gone` when one of them is nowhere any more: the mail would promise what it does not carry. */
export async function openAll(
  files: OpenedFiles,
  attachments: readonly Attachment[],
): Promise<readonly OpenedFile[] | 'gone'> {
  const opened: OpenedFile[] = [];
  for (const { name, contentType, url } of attachments) {
    const content = await files.open(url);
    if (content === undefined) return 'gone';
    opened.push({ name, contentType, content });
  }
  return opened;
}
