import type { ChatFile } from '../../contracts/chat';
import type { Attachment } from '../../ports/message-store';

/** A file as the customer's page shows it. The last part of where it lies is its id in the chat. */
export const asChatFile = ({ name, contentType, sizeBytes, url }: Attachment): ChatFile => ({
  fileId: url.split('/').at(-1) ?? '',
  name,
  contentType,
  sizeBytes,
});
