import type { LocalRequest, LocalResponse } from '../kit/http';
import { accountIdOf, type Chat, type Chats } from './chats';
import type { Person, TeamsOptions } from './options';
import { refuse } from './refusals';

/** The body when it is a JSON object. */
export const objectIn = (request: LocalRequest): Readonly<Record<string, unknown>> | undefined => {
  const body = jsonOf(request);
  return typeof body === 'object' && body !== null && !Array.isArray(body)
    ? (body as Readonly<Record<string, unknown>>)
    : undefined;
};

function jsonOf(request: LocalRequest): unknown {
  try {
    return request.json();
  } catch {
    return undefined;
  }
}

/** People are named by their object id or by the id that activities give. */
export const isMember = ({ botAppId }: TeamsOptions, person: Person, memberId: string | undefined): boolean =>
  memberId !== undefined &&
  [person.teamsUserId, `8:orgid:${person.teamsUserId}`, accountIdOf(botAppId, person)].includes(memberId);

/** The chat that the path names, or why the bot has no business there. */
export function chatIn(chats: Chats, { params }: LocalRequest): Chat | LocalResponse {
  const chat = chats.byId(params['id'] ?? '');
  if (chat === undefined) return refuse('conversationNotFound', 'Conversation not found.');
  if (!chat.installed) return refuse('botNotInRoster', 'The bot is not part of the conversation roster.');
  return chat;
}
/** Tells an answer from what was looked for: an activity may have a status too, but always has a type. */
export const isRefusal = (found: object): found is LocalResponse => 'status' in found && !('type' in found);
