import type { AskingSource, DurationText, Exit, SpokenSource, TextSource } from './source-text';

/** Keys of a telephone as an answer: how many, which key ends it, how long between two of them. */
export interface KeysSource {
  readonly min?: number | undefined;
  readonly max: number;
  /** Ends an answer of varying length; `#` unless set. */
  readonly end?: '#' | '*' | undefined;
  readonly between?: DurationText | undefined;
}

/** An answer in digits, in words, or both, kept in a variable. */
export interface GatherNodeSource extends SpokenSource, AskingSource {
  readonly kind: 'gather';
  readonly text: TextSource;
  readonly retryText?: TextSource | undefined;
  readonly into: string;
  readonly keys?: KeysSource | undefined;
  /** Any words count as an answer. */
  readonly speech?: boolean | undefined;
  readonly next?: Exit;
  readonly otherwise?: Exit;
}

/** What a customer can be asked for that has a form of its own. */
export type CollectedSource =
  /** `callingCode` is put before a number without one: `1`, `81`. Kept in E.164. */
  | { readonly what: 'phone'; readonly callingCode: string }
  /** The order of day, month and year where the answer is digits only. Kept as `YYYY-MM-DD`. */
  | { readonly what: 'date'; readonly order: DateOrder }
  /** `A` is a letter, `9` a digit, everything else itself: `AA-9999`. Kept in capitals. */
  | { readonly what: 'code'; readonly mask: string };

/** How a date is said in digits. */
export const DATE_ORDERS = ['dmy', 'mdy', 'ymd'] as const;

/** See {@link DATE_ORDERS}. */
export type DateOrder = (typeof DATE_ORDERS)[number];

/** Asks for something of a known form, says it back, and goes on when the customer agrees. `{value}` is what was understood. */
export type CollectNodeSource = SpokenSource &
  AskingSource &
  CollectedSource & {
    readonly kind: 'collect';
    readonly text: TextSource;
    readonly retryText?: TextSource | undefined;
    readonly into: string;
    /** Left out, the answer is taken as it was understood. Must say which keys agree: 1 is yes, 2 is no. */
    readonly confirm?: TextSource | undefined;
    readonly next?: Exit;
    readonly otherwise?: Exit;
  };

/** One language that can be chosen, and how it is offered in itself. */
export interface LanguageOptionSource {
  readonly digit: string;
  readonly language: string;
  readonly text: string;
  readonly words?: readonly string[] | undefined;
}

/** A choice of language. Each is offered in itself; who chooses nothing goes on in the language they have. */
export interface LanguageNodeSource extends AskingSource {
  readonly kind: 'language';
  readonly options: readonly LanguageOptionSource[];
  readonly next?: Exit;
}

/** One question of a survey, answered by a number of the scale. */
export interface SurveyQuestionSource {
  /** The variable that keeps the answer. */
  readonly id: string;
  readonly text: TextSource;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** Questions after everything else; who does not answer one is not asked the others. */
export interface SurveyNodeSource {
  readonly kind: 'survey';
  readonly questions: readonly SurveyQuestionSource[];
  readonly timeout?: DurationText | undefined;
  readonly next?: Exit;
}

/**
 * Keys that nobody here may know, of a payment card first of all. They are handed to the look-up, which must take digits, and
 * to nobody else: `into` keeps a mask, and the look-up's variables what that system says of them.
 */
export interface CaptureNodeSource extends SpokenSource, AskingSource {
  readonly kind: 'capture';
  readonly text: TextSource;
  readonly retryText?: TextSource | undefined;
  readonly keys: KeysSource;
  readonly lookUp: string;
  /** What the digits are to the other system: `cardNumber`. */
  readonly field: string;
  readonly into: string;
  /** They were taken. */
  readonly next?: Exit;
  /** None came that the other system would take. */
  readonly otherwise?: Exit;
  /** It could not be asked. */
  readonly failed?: Exit;
}

/** Nodes that ask the customer something. */
export type AskNodeSource =
  | CaptureNodeSource
  | GatherNodeSource
  | CollectNodeSource
  | LanguageNodeSource
  | SurveyNodeSource;
