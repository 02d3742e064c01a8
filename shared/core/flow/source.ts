import type { CloseReason } from '../interaction/state';
import type { Channel } from '../lib/channel';
import type { AskNodeSource } from './source-ask';
import type { DeferNodeSource, LeadNodeSource } from './source-lead';
import type { AskingSource, DurationText, Exit, LocalizedText, SpokenSource, TextSource } from './source-text';

/** Something to tell the customer, then on. */
export interface SayNodeSource extends SpokenSource {
  readonly kind: 'say';
  readonly text: TextSource;
  readonly next?: Exit;
}

/** One choice of a menu: chosen by its digit, its label or one of its words. */
export interface MenuOptionSource {
  readonly digit: string;
  readonly label: LocalizedText;
  /** Words of any language that choose this option, in any letter case. */
  readonly words?: readonly string[] | undefined;
  readonly next?: Exit;
}

/** A choice by digit or word; asked again up to `attempts` times, then `otherwise`. */
export interface MenuNodeSource extends SpokenSource, AskingSource {
  readonly kind: 'menu';
  readonly text: TextSource;
  readonly retryText?: TextSource | undefined;
  readonly options: readonly MenuOptionSource[];
  readonly otherwise?: Exit;
}

/** A branch on a schedule of opening hours. */
export interface HoursNodeSource {
  readonly kind: 'hours';
  readonly hours: string;
  readonly open?: Exit;
  readonly closed?: Exit;
}

/** Sets the customer's language and attributes of the interaction. */
export interface SetNodeSource {
  readonly kind: 'set';
  readonly language?: string | undefined;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
  readonly next?: Exit;
}

/**
 * An assistant talks with the customer until it routes them, fails, keeps silent for five seconds or has had its turns;
 * then a person takes over at `person`. A customer who says nothing after an answer goes to `answered`, else to `person`.
 */
export interface AssistantNodeSource {
  readonly kind: 'assistant';
  readonly assistant: string;
  readonly text: TextSource;
  readonly routes?: Readonly<Record<string, string>> | undefined;
  readonly turns?: number | undefined;
  readonly timeout?: DurationText | undefined;
  readonly answered?: Exit;
  readonly person?: Exit;
}

/** What an agent must be able to do to be offered the interaction; proficiency 1 to 10. */
export interface RequirementSource {
  readonly skill: string;
  readonly minimum?: number | undefined;
  /** Given up after so long; left out, it holds on. */
  readonly for?: DurationText | undefined;
}

/** What a waiting customer hears or reads. `{position}` and `{minutes}` stand for the figures. */
export interface TreatmentSource {
  /** An audio file that loops while a caller waits. */
  readonly music?: string | undefined;
  readonly comfort: TextSource;
  /** Time between comfort messages: 30 s for callers; written channels get one message only unless this is set. */
  readonly every?: DurationText | undefined;
  readonly position?: TextSource | undefined;
  readonly wait?: TextSource | undefined;
  /** In place of `wait` when one minute is left, for languages with a word of its own for one; `{minutes}` may stand in it. */
  readonly waitOfOne?: TextSource | undefined;
}

/**
 * Waits for an agent; every way the wait can end without one has its own exit. A `patient` step lets customers wait
 * through closed hours and empty seats, for channels whose answer may come tomorrow: it needs `whenTooLong` only.
 */
export interface QueueNodeSource {
  readonly kind: 'queue';
  readonly queue: string;
  readonly priority?: number | undefined;
  readonly requirements?: readonly RequirementSource[] | undefined;
  readonly treatment: TreatmentSource;
  readonly deadline?: DurationText | undefined;
  /** Keys with which a waiting caller leaves the queue, for a callback first of all. The comfort text must say them. */
  readonly keys?: readonly QueueKeySource[] | undefined;
  /** Headers of calls to numbers that an agent asks about the caller; `{variable}` is filled in. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly patient?: boolean | undefined;
  readonly whenTooLong?: Exit;
  readonly whenClosed?: Exit;
  readonly whenNobodySignedIn?: Exit;
}

/** A key of a waiting caller and where it leads. */
export interface QueueKeySource {
  readonly digit: string;
  readonly next?: Exit;
}

/** Why a flow, and no agent, ended an interaction: the part of the interaction's close reasons that a flow may give. */
export const FLOW_CLOSE_REASONS = [
  'completed',
  'closedHours',
  'noAgent',
  'queueDeadline',
  'flowEnded',
] as const satisfies readonly CloseReason[];

/** See {@link FLOW_CLOSE_REASONS}. */
export type FlowCloseReason = (typeof FLOW_CLOSE_REASONS)[number];

/** Says the last words and ends the interaction; `offlineForm` shows a chat customer the form for leaving a message. */
export interface CloseNodeSource extends SpokenSource {
  readonly kind: 'close';
  readonly reason: FlowCloseReason;
  readonly text: TextSource;
  readonly form?: 'offlineForm' | undefined;
}

/** The whole vocabulary of the flow language. */
export type FlowNodeSource =
  | SayNodeSource
  | MenuNodeSource
  | HoursNodeSource
  | SetNodeSource
  | AssistantNodeSource
  | QueueNodeSource
  | CloseNodeSource
  | AskNodeSource
  | LeadNodeSource
  | DeferNodeSource;

/** A flow as an admin writes it. Its shape is checked by `contracts/config.ts` before it comes here. */
export interface FlowSource {
  readonly id: string;
  readonly channels: readonly Channel[];
  /** The first is the language of customers whose own is not offered. Left out, the tenant's languages. */
  readonly languages?: readonly string[] | undefined;
  /** A sub-flow: the variables that whoever goes into it has set before. */
  readonly takes?: readonly string[] | undefined;
  /** Variable → the header of a caller's call that it is set to before the flow begins; without one it is empty. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly start: string;
  readonly nodes: Readonly<Record<string, FlowNodeSource>>;
}
