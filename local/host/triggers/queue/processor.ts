import type { Clock, Scheduled } from '../../../kit/clock';
import type { QueueSettings } from '../../settings';
import type { Log } from '../../worker/types';
import { contentOf, givenOf, type Given } from './message';
import type { Queue, TakenMessage } from './queue';

/** How long a message that is taken is hidden; while its function runs it is hidden again halfway (azure-sdk-for-net, QueueListener). */
export const HIDDEN_MS = 600_000;

export interface ProcessorOptions {
  /** Of the function, for the log. */
  readonly name: string;
  readonly clock: Clock;
  readonly queue: Queue;
  /** Where a message goes that fails for the last time; undefined for a queue that is such a place itself. */
  readonly poison: Queue | undefined;
  readonly settings: QueueSettings;
  readonly dataType: 'binary' | 'text';
  readonly log: Log;
  /** Runs the function; throws what it throws, which is logged by then. */
  readonly run: (given: Given) => Promise<unknown>;
}

/** Runs the function with a message, and deletes it, shows it again or puts it aside (azure-sdk-for-net, QueueProcessor). */
export async function processMessage(options: ProcessorOptions, message: TakenMessage): Promise<void> {
  const { queue, settings, log, name } = options;
  const content = contentOf(message, settings.encoding);
  if (content === undefined) {
    log('warning', name, `The message '${message.id}' is not written in Base64.`);
    return putAside(options, message);
  }
  if (message.dequeueCount > settings.maxDequeueCount) return putAside(options, message);
  const { succeeded, popReceipt } = await runHidden(options, message, async () => {
    const given = givenOf(message, content, options.dataType);
    if (given !== undefined) return options.run(given);
    const reason = `The message '${message.id}' is no text in UTF-8.`;
    log('error', name, reason);
    throw new Error(reason);
  });
  const held = { ...message, popReceipt };
  if (succeeded) return queue.delete(held);
  // Without a place to put it aside it stays hidden: it would fail again at once, and for ever.
  if (options.poison === undefined) return;
  if (message.dequeueCount >= settings.maxDequeueCount) return putAside(options, held);
  await queue.hide(held, settings.visibilityTimeoutMs);
}

async function putAside(
  { queue, poison, settings, log, name }: ProcessorOptions,
  message: TakenMessage,
): Promise<void> {
  if (poison === undefined) return;
  log(
    'warning',
    name,
    `Message has reached MaxDequeueCount of ${settings.maxDequeueCount}. Moving message to queue '${poison.name}'.`,
  );
  await poison.add(message.text);
  await queue.delete(message);
}

/** Hides the message again for as long as its function runs; tells the receipt by which it is held then. */
async function runHidden(
  { clock, queue, log, name }: ProcessorOptions,
  message: TakenMessage,
  run: () => Promise<unknown>,
): Promise<{ readonly succeeded: boolean; readonly popReceipt: string }> {
  let { popReceipt } = message;
  let renewal: Scheduled | undefined;
  let renewing: Promise<void> = Promise.resolve();
  const renew = async () => {
    popReceipt = (await queue.hide({ ...message, popReceipt }, HIDDEN_MS)) ?? popReceipt;
    renewLater();
  };
  const renewLater = () => {
    renewal = clock.after(HIDDEN_MS / 2, () => (renewing = renew().catch(complain)), { lazy: true });
  };
  const complain = (error: unknown) =>
    log('warning', name, `A message could not be hidden for longer: ${String(error)}`);
  renewLater();
  const succeeded = await run().then(
    () => true,
    () => false,
  );
  await renewing;
  renewal?.cancel();
  return { succeeded, popReceipt };
}
