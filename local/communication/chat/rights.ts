import type { TokenScope } from '../user-token';

export type ChatRight = 'manageThread' | 'changeParticipants' | 'takePart';

/** https://learn.microsoft.com/azure/communication-services/concepts/identity-model#chat-token-scopes */
const SCOPES_WITH: Readonly<Record<ChatRight, readonly TokenScope[]>> = {
  manageThread: ['chat'],
  changeParticipants: ['chat', 'chat.join'],
  takePart: ['chat', 'chat.join', 'chat.join.limited'],
};

export const mayDo = (scopes: readonly TokenScope[], right: ChatRight): boolean =>
  scopes.some((scope) => SCOPES_WITH[right].includes(scope));
