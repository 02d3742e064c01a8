import type { ChatThreads, MessageChannel } from '../../ports/channels';
import { isOwnThread } from './own';

interface Chat {
  readonly sender: MessageChannel;
  readonly threads: ChatThreads;
}

/**
 * Both providers as one channel: a new chat goes where its entry point says, a thread says by its name whose it is. Pages of
 * ACS are told (`tell`) that there is something to read, for their client would only ask from time to time.
 */
export function chatByProvider(
  { acs, switchboard }: Readonly<Record<'acs' | 'switchboard', Chat>>,
  tell: (threadId: string) => Promise<void>,
): Chat {
  const of = (threadId: string): Chat => (isOwnThread(threadId) ? switchboard : acs);
  return {
    sender: {
      async send(message) {
        const sent = await of(message.externalRef).sender.send(message);
        if (sent.kind === 'sent' && !isOwnThread(message.externalRef)) await tell(message.externalRef);
        return sent;
      },
    },
    threads: {
      start: (request) => (request.provider === 'switchboard' ? switchboard : acs).threads.start(request),
      close: (threadId, customerAddress) => of(threadId).threads.close(threadId, customerAddress),
      writtenBetween: (threadId, from, until) => of(threadId).threads.writtenBetween(threadId, from, until),
      carrierOf: (threadId) => of(threadId).threads.carrierOf(threadId),
      seenAt: (threadId) => of(threadId).threads.seenAt(threadId),
    },
  };
}
