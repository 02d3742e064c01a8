import { cardOf } from './cards';
import type { CardAnswer, Chat, StoredMessage } from './chats';
import type { Delivery } from './delivery';
import type { Person } from './options';

/** How an agent's own message fared: Teams shows a failed one in red. */
export type SendState = 'sending' | 'sent' | 'failed';

/** A message as the agent sees it now. */
export interface SeenMessage {
  readonly activityId: string;
  readonly author: 'bot' | 'agent';
  readonly sentAt: number;
  readonly editedAt: number | null;
  readonly deleted: boolean;
  /** How often it was sent or changed. */
  readonly version: number;
  readonly text: string | null;
  /** What a notification says of a card. */
  readonly summary: string | null;
  /** The Adaptive Card shown: the bot's, or the one that the last card action answered with. */
  readonly card: unknown;
  /** The line of text or error under the card, after the last card action. */
  readonly note: Exclude<CardAnswer, { readonly kind: 'card' }> | null;
  readonly replyToId: string | null;
  readonly channelData: unknown;
  /** Null for the bot's messages. */
  readonly sending: SendState | null;
}

/** An agent's chat with the bot. */
export interface SeenChat {
  readonly person: Person;
  readonly conversationId: string;
  readonly installed: boolean;
  readonly blocked: boolean;
  readonly messages: readonly SeenMessage[];
}

export function seenChat(
  person: Person,
  { conversationId, installed, blocked }: Chat,
  messages: readonly StoredMessage[],
  deliveries: readonly Delivery[],
): SeenChat {
  const sending = new Map(deliveries.map((delivery) => [delivery.activity.id, sendState(delivery)]));
  return {
    person,
    conversationId,
    installed,
    blocked,
    messages: messages.map((message) => seenMessage(message, sending.get(message.activityId) ?? null)),
  };
}

/** What of a card is in front of the agent, and can be pressed. */
export const shownCard = ({ activity, answer, deletedAt }: StoredMessage): unknown => {
  if (deletedAt !== null) return null;
  return answer?.kind === 'card' ? answer.card : cardOf(activity);
};

const seenMessage = (message: StoredMessage, sending: SendState | null): SeenMessage => {
  const { activity, answer } = message;
  return {
    activityId: message.activityId,
    author: message.author,
    sentAt: message.createdAt,
    editedAt: message.updatedAt,
    deleted: message.deletedAt !== null,
    version: message.version,
    text: message.deletedAt === null ? (activity.text ?? null) : null,
    summary: activity.summary ?? null,
    card: shownCard(message),
    note: answer === null || answer.kind === 'card' ? null : answer,
    replyToId: activity.replyToId ?? null,
    channelData: activity.channelData ?? null,
    sending,
  };
};

function sendState({ outcome }: Delivery): SendState {
  if (outcome.kind === 'pending') return 'sending';
  return outcome.kind === 'answered' && outcome.status >= 200 && outcome.status < 300 ? 'sent' : 'failed';
}
