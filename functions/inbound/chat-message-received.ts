import { parseChatEvent } from '../../shared/channels/chat';
import type { Envelope } from '../../shared/contracts/events/envelope';
import { receiveChat } from '../../shared/flows/inbound/receive-chat';
import type { App } from '../compose';
import { onEvent, type EventOutcome } from '../register';

/** A message in a chat thread of ours. */
export const registerChatMessageReceived = (): void => onEvent('chatMessageReceived', chatMessageReceived);

async function chatMessageReceived({ deps, chatServiceUsers }: App, event: Envelope): Promise<EventOutcome> {
  const chat = parseChatEvent(event, { serviceUserIds: await chatServiceUsers() });
  switch (chat.kind) {
    case 'unsupported':
    case 'malformed':
      return chat;
    case 'echo':
      return { kind: 'done', what: 'echo' };
    case 'message': {
      // Messages are ordered and told apart by this instant: without one the same event would not be the same again.
      const sentAt = chat.sentAt ?? event.at;
      if (sentAt === null) return { kind: 'malformed', why: 'a message without an instant' };
      const received = await receiveChat(deps, { ...chat, sentAt });
      return { kind: 'done', what: received.kind };
    }
  }
}
