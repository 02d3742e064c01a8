import type { ChatThreads, MessageChannel } from '../../ports/channels';
import { createClients, type AcsChatOptions } from './acs-client';
import { createAcsChatSender } from './send';
import { createAcsThreads } from './threads';

export { createServiceUser, type AcsChatOptions } from './acs-client';
export { chatByProvider } from './by-provider';
export { createOwnChat } from './own';
export { parseChatEvent } from './parse';

/** Chat over ACS: one service identity owns the threads, each customer may only write and read in theirs. */
export function createAcsChat(options: AcsChatOptions): {
  readonly sender: MessageChannel;
  readonly threads: ChatThreads;
} {
  const clients = createClients(options);
  return { sender: createAcsChatSender(clients.chat), threads: createAcsThreads(clients, options) };
}
