/** As many as a person attaches to one mail. */
export const MOST_MAIL_FILES = 10;

/**
 * What a mail carries in all: Communication Services takes 10 MB a mail, and base64 makes a third more of each file
 * (https://learn.microsoft.com/azure/communication-services/concepts/service-limits#email).
 */
export const LARGEST_MAIL_BYTES = 7 * 1024 * 1024;

/** Why files do not go with one mail; null: they do. */
export function whyNotInMail(sizes: readonly number[]): 'tooMany' | 'tooLargeTogether' | null {
  if (sizes.length > MOST_MAIL_FILES) return 'tooMany';
  return sizes.reduce((sum, size) => sum + size, 0) > LARGEST_MAIL_BYTES ? 'tooLargeTogether' : null;
}
