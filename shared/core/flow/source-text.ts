import type { Channel } from '../lib/channel';

/** A text by language tag: `{ en: 'Welcome', de: 'Willkommen' }`. */
export type LocalizedText = Readonly<Record<string, string>>;

/** One text for every channel the flow serves, or one per channel with `any` for the rest. */
export type TextSource = LocalizedText | { readonly [channel in Channel | 'any']?: LocalizedText | undefined };

/** A length as people write it: `30 s`, `10 min`, `72 h`, `2 d`. */
export type DurationText = string;

/** The name of the node a path goes on to. Left out, the path ends in nothing and the compiler names it. */
export type Exit = string | undefined;

/**
 * How a caller hears a text when a voice that reads it is not enough: a recorded file of the section `audio`, or SSML by
 * language. The text stays: written channels send it, and a transcript shows it.
 */
export interface SpokenSource {
  readonly audio?: string | undefined;
  readonly ssml?: LocalizedText | undefined;
}

/** What every question can set. */
export interface AskingSource {
  /** How long the customer may take to begin an answer. */
  readonly timeout?: DurationText | undefined;
  /** How often it is put before the flow goes on without an answer. */
  readonly attempts?: number | undefined;
  /** Whether a caller may answer before the question was heard to its end; they may, unless this is false. */
  readonly bargeIn?: boolean | undefined;
}
