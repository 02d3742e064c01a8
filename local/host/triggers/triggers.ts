import { randomUUID } from 'node:crypto';
import type { Clock } from '../../kit/clock';
import type { Store } from '../../kit/store';
import type { Drain } from '../../kit/time-control';
import type { Work } from '../../kit/work';
import type { EnqueuedWatch } from '../enqueued-watch';
import type { RunFunction } from '../run-function';
import type { QueueSettings } from '../settings';
import type { RegisteredFunction } from '../worker/core-module';
import { triggerOf, type Log } from '../worker/types';
import { startBlobTriggers } from './blob/blob-trigger';
import { startCosmosTrigger } from './cosmos/cosmos-trigger';
import { startQueueTrigger } from './queue/queue-trigger';
import { startTimer, type TimerStatus, type TimerStore } from './timer';

export interface TriggerOptions {
  /** Those that anything may trigger. */
  readonly functions: readonly RegisteredFunction[];
  readonly store: Store;
  /** Which of several hosts this is, as leases name it; empty for the only one. */
  readonly name: string;
  readonly timers: TimerStore;
  readonly clock: Clock;
  readonly work: Work;
  readonly run: RunFunction;
  readonly log: Log;
  readonly queues: QueueSettings;
  readonly watch: EnqueuedWatch;
}

/** The triggers that watch something by themselves. */
export interface Triggers {
  /** For `Participant.drains`. */
  readonly drains: readonly Drain[];
  /** Resolves when others may go on with what this host had. */
  stop(): Promise<void>;
}

export async function startTriggers(options: TriggerOptions): Promise<Triggers> {
  const ofType = (type: string) => options.functions.filter((one) => triggerOf(one.metadata).binding.type === type);
  const owner = `${await ownName(options.store)}${options.name}`;
  const pollers = await Promise.all(
    ofType('cosmosDBTrigger').map((one) => startCosmosTrigger(one, { ...options, owner })),
  );
  const blobs = ofType('blobTrigger');
  const blobTriggers = blobs.length === 0 ? [] : [startBlobTriggers(blobs, options)];
  const listeners = ofType('queueTrigger').map((one) => startQueueTrigger(one, options));
  const timers = await Promise.all(ofType('timerTrigger').map((one) => startTimer(one, options)));
  return {
    drains: [...pollers, ...blobTriggers, ...listeners].map(({ drain }) => drain),
    async stop() {
      for (const timer of timers) timer.stop();
      await Promise.all([...pollers, ...blobTriggers, ...listeners].map((one) => one.stop()));
    },
  };
}

/** Timers of the only host: all are its own. */
export function ownTimers(store: Store): TimerStore {
  const statuses = store.collection<TimerStatus>('timers');
  return {
    acquire: async (name) => ({ kind: 'mine', status: statuses.get(name) }),
    keep: (name, status) => statuses.put(name, status),
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
