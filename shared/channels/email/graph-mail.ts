/** Asks Graph for ids that stay when a mail is moved to another folder. */
export const IMMUTABLE_IDS = 'IdType="ImmutableId"';

/** Where a mailbox is in Graph. */
export const mailboxPath = (mailbox: string): string => `/users/${encodeURIComponent(mailbox)}`;
