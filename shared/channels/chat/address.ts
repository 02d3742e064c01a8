/** A person in ACS chat: the resource that made them and their own part. */
export interface ChatUser {
  readonly resourceId: string;
  readonly userId: string;
}

/**
 * The raw id of a communication user, which is the customer's address in chat. The thread id is the external reference
 * as it is. See https://learn.microsoft.com/azure/communication-services/concepts/identifiers.
 */
export const encodeChatUser = ({ resourceId, userId }: ChatUser): string => `8:acs:${resourceId}_${userId}`;

/** The inverse of `encodeChatUser`; undefined for phones, Teams users and whatever else has a raw id. */
export function decodeChatUser(rawId: string): ChatUser | undefined {
  const [, resourceId, userId] = /^8:acs:([^_]+)_([^_]+)$/.exec(rawId) ?? [];
  return resourceId && userId ? { resourceId, userId } : undefined;
}
