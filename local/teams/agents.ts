import { randomUUID } from 'node:crypto';
import { botAdded, cardInvoke, envelope, installation, quotingMessage, textMessage } from './activities';
import { answerOf } from './answers';
import { actionsOf, inputsOf, type Inputs } from './cards';
import {
  accountIdOf,
  newMessage,
  type CardAnswer,
  type Chat,
  type Chats,
  type StoredMessage,
  type TranscriptEntry,
} from './chats';
import type { Deliveries, Delivery } from './delivery';
import { withAttachments, type Attached, type TeamsFiles } from './files';
import type { Activity, Person, TeamsOptions } from './options';
import { seenChat, shownCard, type SeenChat } from './view';

export type RefusedBecause =
  | 'unknownPerson'
  | 'notInstalled'
  | 'blocked'
  | 'unknownMessage'
  | 'noSuchAction'
  | 'badInput';

/** What the Teams client does not let its user do. */
export class TeamsRefusal extends Error {
  constructor(
    readonly code: RefusedBecause,
    message: string,
  ) {
    super(message);
  }
}

/** What an agent can do in their Teams client. Agents are named by their object id. */
export interface TeamsAgents {
  list(): readonly SeenChat[];
  chat(teamsUserId: string): SeenChat;
  transcript(teamsUserId: string): readonly TranscriptEntry[];
  /** The sequence of the newest entry of the transcript; 0 while there is none. */
  latest(teamsUserId: string): number;
  /** Every activity posted to the bot for this agent, with its outcome. */
  deliveries(teamsUserId: string): readonly Delivery[];
  /** Posts `conversationUpdate` and `installationUpdate`; nothing when installed already. */
  install(teamsUserId: string): Promise<readonly Delivery[]>;
  /** Sends are refused from now on, and the bot is told by `installationUpdate`. */
  uninstall(teamsUserId: string): Promise<readonly Delivery[]>;
  /** Sends are refused from now on; Teams tells the bot nothing. */
  block(teamsUserId: string): Promise<void>;
  unblock(teamsUserId: string): Promise<void>;
  write(teamsUserId: string, text: string): Promise<Delivery>;
  /** Writes with files and pictures; the text may be empty. */
  attach(teamsUserId: string, text: string, files: readonly Attached[]): Promise<Delivery>;
  /** Quotes a message of the chat, as replying does in a 1:1 chat. */
  reply(teamsUserId: string, activityId: string, text: string): Promise<Delivery>;
  /** Changes a message of the agent's own. */
  edit(teamsUserId: string, activityId: string, text: string): Promise<Delivery>;
  /** Takes a message of the agent's own away. */
  remove(teamsUserId: string, activityId: string): Promise<Delivery>;
  /** Presses a button of the card as it is shown now, with the values of its inputs. */
  press(
    teamsUserId: string,
    activityId: string,
    press: { readonly verb: string; readonly inputs?: Inputs },
  ): Promise<{ readonly delivery: Delivery; readonly answer: CardAnswer | null }>;
}

export function createAgents(
  options: TeamsOptions,
  chats: Chats,
  deliveries: Deliveries,
  files: TeamsFiles,
): TeamsAgents {
  const find = (teamsUserId: string) => findPerson(options, teamsUserId);
  const view = (person: Person) => {
    const chat = chats.of(person);
    return seenChat(person, chat, chats.messages(chat.conversationId), deliveries.of(chat.conversationId));
  };
  const send = (person: Person, id: string, activity: Activity) =>
    deliveries.send(chats.of(person).conversationId, person.entraTenantId, {
      ...envelope(options, person, id),
      ...activity,
    });

  async function write(person: Person, activity: Activity): Promise<Delivery> {
    const { conversationId } = openChat(chats, person);
    const activityId = chats.nextActivityId();
    await Promise.all([
      chats.saveMessage(newMessage(conversationId, activityId, 'agent', activity, options.clock.now())),
      chats.record({ conversationId, kind: 'wrote', activityId, content: activity }),
    ]);
    return send(person, activityId, activity);
  }

  return {
    list: () => options.people().map(view),
    chat: (teamsUserId) => view(find(teamsUserId)),
    transcript: (teamsUserId) => chats.transcript(chats.of(find(teamsUserId)).conversationId),
    latest: (teamsUserId) => chats.latest(chats.of(find(teamsUserId)).conversationId),
    deliveries: (teamsUserId) => deliveries.of(chats.of(find(teamsUserId)).conversationId),
    ...installing(options, chats, send),
    write: async (teamsUserId, text) => write(find(teamsUserId), textMessage(text)),
    attach: async (teamsUserId, text, attached) =>
      write(find(teamsUserId), withAttachments(textMessage(text), await files.attach(attached))),
    async reply(teamsUserId, activityId, text) {
      const person = find(teamsUserId);
      const quoted = findMessage(chats, person, activityId);
      const { botAppId, botName } = options;
      const [name, id] =
        quoted.author === 'bot' ? [botName, `28:${botAppId}`] : [person.name, accountIdOf(botAppId, person)];
      return write(person, quotingMessage(text, quoted, name, id));
    },
    ...changing(options, chats, send),
    press: pressing(options, chats, send),
  };
}

/** The bot is told with the id of the message that was changed. */
function changing(options: TeamsOptions, chats: Chats, send: Send): Pick<TeamsAgents, 'edit' | 'remove'> {
  const own = (teamsUserId: string, activityId: string) => {
    const person = findPerson(options, teamsUserId);
    openChat(chats, person);
    const message = findMessage(chats, person, activityId);
    if (message.author !== 'agent')
      throw new TeamsRefusal('unknownMessage', 'Only a message of their own can be changed.');
    return { person, message, data: { tenant: { id: person.entraTenantId } } };
  };
  return {
    async edit(teamsUserId, activityId, text) {
      const { person, message, data } = own(teamsUserId, activityId);
      const activity = textMessage(text);
      const { conversationId, version } = message;
      await Promise.all([
        chats.saveMessage({ ...message, activity, version: version + 1, updatedAt: options.clock.now() }),
        chats.record({ conversationId, kind: 'edited', activityId, content: activity }),
      ]);
      const changed = { type: 'messageUpdate', channelData: { ...data, eventType: 'editMessage' } };
      return send(person, activityId, { ...activity, ...changed });
    },
    async remove(teamsUserId, activityId) {
      const { person, message, data } = own(teamsUserId, activityId);
      await Promise.all([
        chats.saveMessage({ ...message, deletedAt: options.clock.now() }),
        chats.record({ conversationId: message.conversationId, kind: 'removed', activityId, content: null }),
      ]);
      return send(person, activityId, {
        type: 'messageDelete',
        channelData: { ...data, eventType: 'softDeleteMessage' },
      });
    },
  };
}

type Send = (person: Person, id: string, activity: Activity) => Promise<Delivery>;

function installing(
  options: TeamsOptions,
  chats: Chats,
  send: Send,
): Pick<TeamsAgents, 'install' | 'uninstall' | 'block' | 'unblock'> {
  async function change(person: Person, changed: Partial<Chat>, kind: TranscriptEntry['kind']): Promise<void> {
    const chat = { ...chats.of(person), ...changed };
    const { conversationId } = chat;
    await Promise.all([chats.save(chat), chats.record({ conversationId, kind, activityId: null, content: null })]);
  }
  const tell = (person: Person, activity: Activity) => send(person, `f:${randomUUID()}`, activity);

  return {
    async install(teamsUserId) {
      const person = findPerson(options, teamsUserId);
      if (chats.of(person).installed) return [];
      await change(person, { installed: true, blocked: false }, 'installed');
      return [await tell(person, botAdded(options)), await tell(person, installation('add'))];
    },
    async uninstall(teamsUserId) {
      const person = findPerson(options, teamsUserId);
      if (!chats.of(person).installed) return [];
      await change(person, { installed: false }, 'uninstalled');
      return [await tell(person, installation('remove'))];
    },
    block: async (teamsUserId) => change(findPerson(options, teamsUserId), { blocked: true }, 'blocked'),
    unblock: async (teamsUserId) => change(findPerson(options, teamsUserId), { blocked: false }, 'unblocked'),
  };
}

function pressing(options: TeamsOptions, chats: Chats, send: Send): TeamsAgents['press'] {
  return async (teamsUserId, activityId, { verb, inputs = {} }) => {
    const person = findPerson(options, teamsUserId);
    const { conversationId } = openChat(chats, person);
    const card = shownCard(findMessage(chats, person, activityId));
    const action = actionsOf(card).find((button) => button.verb === verb);
    if (action === undefined) throw new TeamsRefusal('noSuchAction', `The card shows no button for ${verb}.`);
    const values = inputsOf(card, inputs);
    if (values === undefined) throw new TeamsRefusal('badInput', 'The card has no such input, or not with this value.');
    const pressed = { ...action, data: { ...values, ...action.data } };
    await chats.record({ conversationId, kind: 'pressed', activityId, content: pressed });
    const delivery = await send(person, `f:${randomUUID()}`, cardInvoke(activityId, pressed));
    const answer = answerOf(delivery.outcome);
    // Read again: the bot may have updated the message while it answered.
    const message = findMessage(chats, person, activityId);
    await Promise.all([
      chats.saveMessage({ ...message, answer }),
      chats.record({ conversationId, kind: 'answered', activityId, content: answer }),
    ]);
    return { delivery, answer };
  };
}

function findPerson(options: TeamsOptions, teamsUserId: string): Person {
  const person = options.people().find((someone) => someone.teamsUserId === teamsUserId);
  if (person === undefined) throw new TeamsRefusal('unknownPerson', `Nobody here has the object id ${teamsUserId}.`);
  return person;
}

function openChat(chats: Chats, person: Person): Chat {
  const chat = chats.of(person);
  if (!chat.installed) throw new TeamsRefusal('notInstalled', `${person.name} has not installed the bot.`);
  if (chat.blocked) throw new TeamsRefusal('blocked', `${person.name} has blocked the bot.`);
  return chat;
}

function findMessage(chats: Chats, person: Person, activityId: string): StoredMessage {
  const message = chats.message(chats.of(person).conversationId, activityId);
  if (message === undefined || message.deletedAt !== null)
    throw new TeamsRefusal('unknownMessage', `The chat of ${person.name} shows no message ${activityId}.`);
  return message;
}
