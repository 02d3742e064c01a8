import type { Clock } from '../../kit/clock';
import type { Store } from '../../kit/store';
import type { Work } from '../../kit/work';
import type { RunFunction } from '../run-function';
import type { FunctionApp } from '../worker/load-app';
import { triggerOf } from '../worker/types';
import { startTimer, type TimerStatus } from './timer';

export interface TriggerOptions {
  readonly app: FunctionApp;
  readonly store: Store;
  readonly clock: Clock;
  readonly work: Work;
  readonly run: RunFunction;
}

/** The triggers that watch something by themselves. */
export interface Triggers {
  readonly drains: readonly (() => Promise<boolean>)[];
  stop(): void;
}

export async function startTriggers(options: TriggerOptions): Promise<Triggers> {
  const statuses = options.store.collection<TimerStatus>('timers');
  const timers = [...options.app.functions.values()]
    .filter((one) => triggerOf(one.metadata).binding.type === 'timerTrigger')
    .map((one) => startTimer(one, { ...options, statuses }));
  return {
    drains: [],
    stop: () => timers.forEach((timer) => timer.stop()),
  };
}
