import type { ChatThreads, MessageChannel } from '../../ports/channels';
import { isOwnThread } from './own';

interface Chat {
  readonly sender: MessageChannel;
  readonly threads: ChatThreads;
}

/** Both providers as one channel: a new chat goes where its entry point says, a thread says by its name whose it is. */
export function chatByProvider({ acs, switchboard }: Readonly<Record<'acs' | 'switchboard', Chat>>): Chat {
  const of = (threadId: string): Chat => (isOwnThread(threadId) ? switchboard : acs);
  return {
    sender: { send: (message) => of(message.externalRef).sender.send(message) },
    threads: {
      start: (request) => (request.provider === 'switchboard' ? switchboard : acs).threads.start(request),
      close: (threadId, customerAddress) => of(threadId).threads.close(threadId, customerAddress),
      seenAt: (threadId) => of(threadId).threads.seenAt(threadId),
    },
  };
}
