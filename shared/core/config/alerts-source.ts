import type { DurationText } from '../flow/source-text';

/** When a queue needs a supervisor's eye. */
export interface AlertRulesSource {
  /** More than so many wait. */
  readonly waiting?: number | undefined;
  /** Somebody waits longer. */
  readonly longestWait?: DurationText | undefined;
  /** Of the last hours, in percent: fewer are answered in time. */
  readonly serviceLevel?: number | undefined;
}

/** For all queues, and what is otherwise for some. */
export interface AlertsSource extends AlertRulesSource {
  readonly queues?: Readonly<Record<string, AlertRulesSource>> | undefined;
}

/** When a queue needs a supervisor's eye: more wait, somebody waits longer, a smaller share is answered in time. */
export interface AlertRules {
  readonly waiting: number;
  readonly waitMs: number;
  /** 0 to 1. */
  readonly serviceLevel: number;
}
