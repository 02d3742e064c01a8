import type { ChatConnection } from '../../../shared/ports/channels';
import type { World } from './world';

/** The n-th message of the customer in a thread, as the channel's parser gives it. */
export const chatWord = (
  { deps }: World,
  { threadId, userId }: Pick<ChatConnection, 'threadId' | 'userId'>,
  text: string,
  n: number,
) => ({
  sourceId: `${threadId}/${n}`,
  threadId,
  customerAddress: userId,
  customerName: null,
  text,
  html: null,
  fileIds: [],
  sentAt: deps.clock.now() + n,
});
