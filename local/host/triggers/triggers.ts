import { randomUUID } from 'node:crypto';
import type { Clock } from '../../kit/clock';
import type { Store } from '../../kit/store';
import type { Work } from '../../kit/work';
import type { RunFunction } from '../run-function';
import type { FunctionApp } from '../worker/load-app';
import { triggerOf, type Log } from '../worker/types';
import { startCosmosTrigger } from './cosmos/cosmos-trigger';
import { startTimer, type TimerStatus } from './timer';

export interface TriggerOptions {
  readonly app: FunctionApp;
  readonly store: Store;
  readonly clock: Clock;
  readonly work: Work;
  readonly run: RunFunction;
  readonly log: Log;
}

/** The triggers that watch something by themselves. */
export interface Triggers {
  /** For `Participant.drains`. */
  readonly drains: readonly (() => Promise<boolean>)[];
  stop(): void;
}

export async function startTriggers(options: TriggerOptions): Promise<Triggers> {
  const ofType = (type: string) =>
    [...options.app.functions.values()].filter((one) => triggerOf(one.metadata).binding.type === type);
  const owner = await ownName(options.store);
  const pollers = await Promise.all(
    ofType('cosmosDBTrigger').map((one) => startCosmosTrigger(one, { ...options, owner })),
  );
  const statuses = options.store.collection<TimerStatus>('timers');
  const timers = ofType('timerTrigger').map((one) => startTimer(one, { ...options, statuses }));
  return {
    drains: pollers.map((poller) => poller.drain),
    stop() {
      for (const trigger of [...timers, ...pollers]) trigger.stop();
    },
  };
}

/** Kept with the data, so that a host that was killed need not wait for its own leases to expire. */
async function ownName(store: Store): Promise<string> {
  const collection = store.collection<string>('host');
  const known = collection.get('name');
  if (known !== undefined) return known;
  const name = randomUUID();
  await collection.put('name', name);
  return name;
}
