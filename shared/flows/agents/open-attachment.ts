import type { InteractionRef } from '../../core/lib/ids';
import type { Attachment } from '../../ports/message-store';
import type { Deps } from '../lib/deps';
import { FlowError } from '../lib/flow-error';

/** A file of a message of an interaction. Whether the caller may see the interaction was asked before. */
export async function openAttachment(
  deps: Deps,
  ref: InteractionRef,
  { messageKey, index }: { readonly messageKey: string; readonly index: number },
): Promise<{ readonly attachment: Attachment; readonly content: Uint8Array }> {
  const all = await deps.messages.list(ref);
  const attachment = all.find(({ message }) => message.key === messageKey)?.message.attachments[index];
  const content = attachment && (await deps.files.open(attachment.url));
  if (attachment === undefined || content === undefined) throw new FlowError('notFound', 'There is no such file.');
  return { attachment, content };
}
