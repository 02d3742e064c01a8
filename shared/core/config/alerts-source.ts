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
