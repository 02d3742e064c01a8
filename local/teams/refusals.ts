import type { LocalResponse } from '../kit/http';

/**
 * The connector's refusals, after "Status codes from bot conversational APIs" of
 * https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability.
 */
const REFUSALS = {
  badArgument: [400, 'BadArgument'],
  notAuthorised: [401, 'Unauthorized'],
  botNotRegistered: [401, 'BotNotRegistered'],
  botNotInRoster: [403, 'BotNotInConversationRoster'],
  blockedByUser: [403, 'ConversationBlockedByUser'],
  notInstalled: [403, 'ForbiddenOperationException'],
  notEnoughPermissions: [403, 'NotEnoughPermissions'],
  conversationNotFound: [404, 'ConversationNotFound'],
  activityNotFound: [404, 'ActivityNotFoundInConversation'],
  memberNotFound: [404, 'MemberNotFoundInConversation'],
  tooBig: [413, 'MessageSizeTooBig'],
  throttled: [429, 'Throttled'],
  notEmulated: [501, 'NotEmulated'],
} as const;

export type RefusalName = keyof typeof REFUSALS;

export function refuse(name: RefusalName, message: string, headers: Record<string, string> = {}): LocalResponse {
  const [status, code] = REFUSALS[name];
  return { status, headers, body: { error: { code, message } } };
}
