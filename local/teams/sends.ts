// cspell:ignore streaminfo
import type { LocalRequest, LocalResponse } from '../kit/http';
import { newMessage, type Chat, type Chats, type StoredMessage } from './chats';
import { isTooBig, type RefuseMany } from './limits';
import { ADAPTIVE_CARD, type Activity, type TeamsOptions } from './options';
import { refuse } from './refusals';
import { isRefusal, objectIn } from './requests';

type InChat = (chat: Chat, request: LocalRequest) => Promise<LocalResponse>;

/** What the bot may do with messages in a chat. */
export interface Sends {
  readonly create: (chat: Chat, activity: unknown) => Promise<{ readonly activityId: string } | LocalResponse>;
  readonly post: InChat;
  readonly update: InChat;
  readonly remove: InChat;
}

const NOT_FOUND = 'The message does not exist or was deleted.';

export function createSends(options: TeamsOptions, chats: Chats, refuseMany: RefuseMany): Sends {
  const check = createCheck(refuseMany);
  const create: Sends['create'] = async (chat, body) => {
    const activity = check(chat, body);
    if (isRefusal(activity)) return activity;
    const { conversationId } = chat;
    const activityId = chats.nextActivityId();
    const typing = activity.type === 'typing';
    const message = newMessage(conversationId, activityId, 'bot', activity, options.clock.now());
    await Promise.all([
      ...(typing ? [] : [chats.saveMessage(message)]),
      chats.record({ conversationId, kind: typing ? 'typing' : 'posted', activityId, content: activity }),
    ]);
    return { activityId };
  };

  const post: InChat = async (chat, request) => {
    const replyToId = request.params['activityId'];
    const body = objectIn(request);
    const posted = await create(chat, body && replyToId ? { ...body, replyToId } : body);
    return isRefusal(posted) ? posted : { status: 201, body: { id: posted.activityId } };
  };

  const update: InChat = async (chat, request) => {
    const activity = check(chat, objectIn(request));
    if (isRefusal(activity)) return activity;
    const message = ownMessage(chats, chat, request);
    if (message === undefined) return refuse('activityNotFound', NOT_FOUND);
    const version = message.version + 1;
    const updated = { ...message, activity, version, updatedAt: options.clock.now(), answer: null };
    await Promise.all([chats.saveMessage(updated), chats.record(entryOf('updated', message, activity))]);
    return { status: 200, body: { id: message.activityId } };
  };

  const remove: InChat = async (chat, request) => {
    const refused = refuseMany('send', chat);
    if (refused !== undefined) return refused;
    const message = ownMessage(chats, chat, request);
    if (message === undefined) return refuse('activityNotFound', NOT_FOUND);
    const deleted = { ...message, deletedAt: options.clock.now() };
    await Promise.all([chats.saveMessage(deleted), chats.record(entryOf('deleted', message, null))]);
    return { status: 200 };
  };

  return { create, post, update, remove };
}

/** What is sent, when it can be sent to this chat now. */
function createCheck(refuseMany: RefuseMany): (chat: Chat, body: unknown) => Activity | LocalResponse {
  return (chat, body) => {
    const refused = refuseMany('send', chat);
    if (refused !== undefined) return refused;
    if (!isActivity(body)) return refuse('badArgument', 'The body is not an activity.');
    if (isTooBig(body)) return refuse('tooBig', 'Message size too large.');
    return refusedContent(body) ?? body;
  };
}

const isActivity = (body: unknown): body is Activity =>
  typeof body === 'object' && body !== null && typeof (body as { type?: unknown }).type === 'string';

function refusedContent(activity: Activity): LocalResponse | undefined {
  if (activity['suggestedActions'] !== undefined)
    return refuse('notEmulated', 'Suggested actions cannot be sent here.');
  if (isStreamed(activity)) return refuse('notEmulated', 'Messages cannot be streamed here.');
  if (activity.type === 'typing') return undefined;
  if (activity.type !== 'message')
    return refuse('notEmulated', `Activities of type ${activity.type} cannot be sent here.`);
  const attachments: unknown = activity.attachments ?? [];
  if (!isListOfObjects(attachments)) return refuse('badArgument', 'The attachments are no list of attachments.');
  if (!activity.text && attachments.length === 0) return refuse('badArgument', 'A message needs text or attachments.');
  const foreign = attachments.find(({ contentType }) => contentType !== ADAPTIVE_CARD);
  if (foreign) return refuse('notEmulated', `Attachments of type ${String(foreign.contentType)} cannot be sent here.`);
  const broken = attachments.some(({ content }) => (content as { type?: unknown } | null)?.type !== 'AdaptiveCard');
  return broken ? refuse('badArgument', 'The attachment is not an Adaptive Card.') : undefined;
}

const isListOfObjects = (
  list: unknown,
): list is readonly { readonly contentType?: unknown; readonly content?: unknown }[] =>
  Array.isArray(list) && list.every((one) => typeof one === 'object' && one !== null);

const isStreamed = ({ entities }: Activity): boolean =>
  Array.isArray(entities) && entities.some((one: { readonly type?: unknown } | null) => one?.type === 'streaminfo');

const entryOf = (kind: 'updated' | 'deleted', { conversationId, activityId }: StoredMessage, content: unknown) => ({
  conversationId,
  kind,
  activityId,
  content,
});

/** A bot can change what it sent itself, and only while it is there. */
function ownMessage(chats: Chats, chat: Chat, { params }: LocalRequest): StoredMessage | undefined {
  const message = chats.message(chat.conversationId, params['activityId'] ?? '');
  return message?.author === 'bot' && message.deletedAt === null ? message : undefined;
}
