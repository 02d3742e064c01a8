/** What an agent reads under a text of theirs that did not reach the customer. */
export const notThrough = (code: string): string => `Your message did not get through (${code}).`;
