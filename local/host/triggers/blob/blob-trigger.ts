import type { Clock, Scheduled } from '../../../kit/clock';
import type { Drain } from '../../../kit/time-control';
import { takeTurns } from '../../../kit/turns';
import type { Work } from '../../../kit/work';
import { blobServiceOf, readerOf, type ReadBlob } from '../../blob-service';
import { needed } from '../../outputs/connections';
import { queueServiceOf } from '../../queue-service';
import type { RunFunction } from '../../run-function';
import type { QueueSettings } from '../../settings';
import type { RegisteredFunction } from '../../worker/core-module';
import { triggerOf, type Binding, type Log } from '../../worker/types';
import { createListener, type Listener } from '../queue/listener';
import type { Given } from '../queue/message';
import { queueOf, type Queue } from '../queue/queue';
import type { TimerStore } from '../timer';
import { blobOf, type BlobMessage } from './blob-message';
import { compileBlobPath } from './blob-path';
import { createScan, type Scan, type Watching } from './blob-scan';

export interface BlobTriggerOptions {
  readonly clock: Clock;
  readonly work: Work;
  readonly run: RunFunction;
  readonly log: Log;
  readonly queues: QueueSettings;
  /** Of several hosts one looks for blobs; all take what it found. */
  readonly timers: TimerStore;
}

export interface BlobTrigger {
  readonly drain: Drain;
  stop(): Promise<void>;
}

/** In Azure it comes of the app's name. */
const HOST_ID = 'local';
const QUEUE = `azure-webjobs-blobtrigger-${HOST_ID}`;
const POISON = 'webjobs-blobtrigger-poison';
/** azure-sdk-for-net, BlobsOptions.PoisonBlobThreshold. */
const MOST_ATTEMPTS = 5;
/** azure-sdk-for-net, ScanBlobScanLogHybridPollingStrategy.PollingInterval. */
const POLL_MS = 10_000;
const ASK_AGAIN_MS = 60_000;
/** Where a host keeps what is its own. */
const OWN: Binding = { type: 'blobTrigger', connection: 'AzureWebJobsStorage' };

interface Triggered extends Watching {
  readonly one: RegisteredFunction;
  readonly read: ReadBlob;
  readonly poison: Queue;
}

function triggered(one: RegisteredFunction): Triggered {
  const { binding } = triggerOf(one.metadata);
  return {
    one,
    functionId: `Host.Functions.${one.metadata.name}`,
    path: compileBlobPath(needed(binding, 'path')),
    service: blobServiceOf(binding),
    read: readerOf(binding),
    poison: queueOf(queueServiceOf(binding), POISON),
  };
}

/** Runs functions for blobs that were written: a scan puts what is new on a queue of the host, whose messages are tried five times. */
export function startBlobTriggers(functions: readonly RegisteredFunction[], options: BlobTriggerOptions): BlobTrigger {
  const all = functions.map(triggered);
  const find = ({ FunctionId }: BlobMessage) => all.find(({ functionId }) => functionId === FunctionId);
  const own = queueOf(queueServiceOf(OWN), QUEUE);
  const listener = createListener({
    ...options,
    name: 'blobs',
    queue: own,
    poison: { ...own, name: POISON, add: async (text) => find(messageIn(text))?.poison.add(text) },
    settings: { ...options.queues, encoding: 'base64', maxDequeueCount: MOST_ATTEMPTS, visibilityTimeoutMs: 0 },
    dataType: 'text',
    random: Math.random,
    run: (given) => runFor(given, find, options.run),
  });
  const enqueue = async (text: string) => {
    await own.add(text);
    listener.wake();
  };
  const scan = createScan({ hostId: HOST_ID, watching: all, receipts: blobServiceOf(OWN), enqueue });
  listener.start();
  return watch(scan, listener, options);
}

const messageIn = (text: string) => JSON.parse(Buffer.from(text, 'base64').toString('utf8')) as BlobMessage;

async function runFor(
  { data }: Given,
  find: (message: BlobMessage) => Triggered | undefined,
  run: RunFunction,
): Promise<unknown> {
  const message = JSON.parse('string' in data ? (data.string ?? '') : '') as BlobMessage;
  const found = find(message);
  const blob = found && (await blobOf(found.service, found.path, message, found.read));
  return found && blob && run(found.one, blob.data, { triggerMetadata: blob.metadata });
}

function watch(scan: Scan, listener: Listener, { clock, work, timers, log }: BlobTriggerOptions): BlobTrigger {
  const inTurn = takeTurns();
  let next: Scheduled | undefined;
  let isMine = false;
  let isStopped = false;
  let isDrained = false;

  const look = () =>
    inTurn(async () => {
      if (isStopped) return false;
      try {
        isMine ||= (await timers.acquire('WebJobs.Internal.Blobs')).kind === 'mine';
        return isMine && (await work.run(scan, 'blob scan'));
      } catch (error) {
        log('warning', 'blobs', `Blobs could not be looked for: ${String(error)}`);
        return false;
      }
    });

  async function poll(): Promise<void> {
    // Whoever steps the clock drains after each step.
    if (!(isDrained && clock.isStepped())) await look();
    if (!isStopped) next = clock.after(isMine ? POLL_MS : ASK_AGAIN_MS, () => void poll(), { lazy: true });
  }
  void poll();
  return {
    async drain(request) {
      isDrained = true;
      const found = await look();
      return (await listener.drain(request)) || found;
    },
    async stop() {
      isStopped = true;
      next?.cancel();
      await listener.stop();
    },
  };
}
