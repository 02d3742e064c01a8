/** How a customer of the crash stories comes. */
export const CHANNELS = ['phone', 'chat', 'sms', 'email'] as const;
export type Channel = (typeof CHANNELS)[number];

/** Something that reached somebody, with the id that the product gave it: a repeat carries the same. */
export interface Arrived {
  readonly text: string;
  /** Null where the platform takes no id along. */
  readonly key: string | null;
}

/** What customer and agent saw of one conversation, each in order. Whose it was is left out: no two have the same name. */
export interface Seen {
  readonly customer: readonly Arrived[];
  readonly agent: readonly Arrived[];
  /** What else somebody could tell of it afterwards; never twice. */
  readonly afterwards: readonly string[];
}

/** What was seen so far; to be taken when nothing more can come. */
export type Look = () => Promise<Seen>;

/** A customer's number or address, wherever it stands. */
export const unnamed = (text: string, name: string): string => text.replaceAll(name, 'the customer');
