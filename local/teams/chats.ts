import { createHash } from 'node:crypto';
import type { Clock } from '../kit/clock';
import type { Store } from '../kit/store';
import { groupKeys } from './group-keys';
import type { Activity, Person } from './options';

/** The 1:1 chat of a person with the bot. */
export interface Chat {
  readonly conversationId: string;
  readonly teamsUserId: string;
  readonly installed: boolean;
  readonly blocked: boolean;
}

/** A message in its latest state. */
export interface StoredMessage {
  readonly activityId: string;
  readonly conversationId: string;
  readonly author: 'bot' | 'agent';
  readonly createdAt: number;
  readonly updatedAt: number | null;
  readonly deletedAt: number | null;
  /** 1 for what was never updated. */
  readonly version: number;
  readonly activity: Activity;
  /** What the last card action put in place of the card, or under it, until the bot updates the message. */
  readonly answer: CardAnswer | null;
}

/** What the bot answered to a card action. */
export type CardAnswer =
  | { readonly kind: 'card'; readonly card: unknown }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'error'; readonly code: string; readonly message: string };

export type TranscriptKind =
  | 'posted'
  | 'updated'
  | 'deleted'
  | 'typing'
  | 'wrote'
  | 'edited'
  | 'removed'
  | 'pressed'
  | 'answered'
  | 'installed'
  | 'uninstalled'
  | 'blocked'
  | 'unblocked';

/** Everything that ever happened in a chat, in order: shows repeats that the chat itself no longer shows. */
export interface TranscriptEntry {
  readonly sequence: number;
  readonly at: number;
  readonly conversationId: string;
  readonly kind: TranscriptKind;
  readonly activityId: string | null;
  /** The activity as sent, or what was answered. */
  readonly content: unknown;
}

export interface Chats {
  /** The chat of a person, which exists from the start; the bot may not be installed in it. */
  of(person: Person): Chat;
  byId(conversationId: string): Chat | undefined;
  save(chat: Chat): Promise<void>;
  message(conversationId: string, activityId: string): StoredMessage | undefined;
  saveMessage(message: StoredMessage): Promise<void>;
  messages(conversationId: string): readonly StoredMessage[];
  record(entry: Omit<TranscriptEntry, 'sequence' | 'at'>): Promise<void>;
  transcript(conversationId: string): readonly TranscriptEntry[];
  /** The sequence of the newest entry; 0 while there is none. */
  latest(conversationId: string): number;
  /** Ids of messages are instants in Teams, and grow. */
  nextActivityId(): string;
}

const opaque = (text: string): string => createHash('sha256').update(text).digest('base64url');
export const conversationIdOf = (botAppId: string, person: Person): string =>
  `a:1${opaque(`chat ${botAppId} ${person.entraTenantId} ${person.teamsUserId}`)}`;
/** What the bot knows a person as: another id for every bot. */
export const accountIdOf = (botAppId: string, person: Person): string =>
  `29:1${opaque(`user ${botAppId} ${person.entraTenantId} ${person.teamsUserId}`)}`;

export function openChats(store: Store, clock: Clock, botAppId: string): Chats {
  const chats = store.collection<Chat>('teams_chats');
  const messages = store.collection<StoredMessage>('teams_messages');
  const transcript = store.collection<TranscriptEntry>('teams_transcript');
  const messageIds = groupKeys(messages.values(), (message) => message.conversationId, keyOf);
  const entryIds = groupKeys(transcript.values(), (entry) => entry.conversationId, sequenceKey);
  let sequence = transcript.values().reduce((highest, entry) => Math.max(highest, entry.sequence), 0);
  let lastId = messages.values().reduce((highest, { activityId }) => Math.max(highest, Number(activityId)), 0);

  return {
    of(person) {
      const conversationId = conversationIdOf(botAppId, person);
      const { teamsUserId } = person;
      return chats.get(conversationId) ?? { conversationId, teamsUserId, installed: false, blocked: false };
    },
    byId: (conversationId) => chats.get(conversationId),
    save: (chat) => chats.put(chat.conversationId, chat),
    message: (conversationId, activityId) => messages.get(keyOf({ conversationId, activityId })),
    saveMessage(message) {
      const key = keyOf(message);
      if (!messages.has(key)) messageIds.add(message.conversationId, key);
      return messages.put(key, message);
    },
    messages: (conversationId) => messageIds.of(conversationId).flatMap((key) => messages.get(key) ?? []),
    record(entry) {
      const recorded = { ...entry, sequence: ++sequence, at: clock.now() };
      entryIds.add(entry.conversationId, sequenceKey(recorded));
      return transcript.put(sequenceKey(recorded), recorded);
    },
    latest: (conversationId) => Number(entryIds.of(conversationId).at(-1) ?? 0),
    transcript: (conversationId) => entryIds.of(conversationId).flatMap((key) => transcript.get(key) ?? []),
    nextActivityId() {
      lastId = Math.max(clock.now(), lastId + 1);
      return String(lastId);
    },
  };
}

const keyOf = ({ conversationId, activityId }: Pick<StoredMessage, 'conversationId' | 'activityId'>): string =>
  `${conversationId}/${activityId}`;
const sequenceKey = ({ sequence }: TranscriptEntry): string => String(sequence).padStart(12, '0');

export const newMessage = (
  conversationId: string,
  activityId: string,
  author: StoredMessage['author'],
  activity: Activity,
  createdAt: number,
): StoredMessage => ({
  activityId,
  conversationId,
  author,
  createdAt,
  updatedAt: null,
  deletedAt: null,
  version: 1,
  activity,
  answer: null,
});
