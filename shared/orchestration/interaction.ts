import { RetryOptions, type OrchestrationContext, type Task } from 'durable-functions';
import type { Signal } from '../core/interaction/acts';
import type { InteractionRef } from '../core/lib/ids';
import type { Settled } from '../ports/orchestrations';
import { ACTIVITIES } from './activities';

/** The orchestrator's name, and the event by which it is told something. */
export const INTERACTION_ORCHESTRATION = 'interaction';
export const SIGNAL_EVENT = 'signal';

/** One interaction has one orchestration. Tenant ids are slugs and interaction ids UUIDs: nothing here needs encoding. */
export const instanceIdOf = ({ tenantId, interactionId }: InteractionRef): string => `${tenantId}.${interactionId}`;

/** A store that is away for a while must not end the only owner of an interaction. */
const TRIES = 3;
const FIRST_RETRY_MS = 5_000;
const AFTER_FAILURE_MS = 60_000;
/** Every look replays the whole history: after so many a new one begins (a usual interaction takes four or five). */
const LOOKS_PER_HISTORY = 12;

/**
 * The shard ends wrap-up by its own deadline, and the sweep repeats undone acts: a look at the moment of the end would find nothing
 * to do, at the price of a tenth of what an interaction may cost. This is for when nobody says that it closed.
 */
const CLOSED_WITHIN_MS = 2 * 60_000;

/** A generator of the Durable SDK: it is given back the result of the task that it yielded. */
type Steps<Result> = Generator<Task, Result, unknown>;

/**
 * Owns an interaction until it is closed. It looks (in self-service, queue, conversation and wrap-up: whatever the stored
 * state says is undone is done again), arms one timer for the moment by which something must have happened, and looks
 * again when a handler tells it something or when that moment passes.
 *
 * Beginning anew loses events that are buffered at that moment. Here it loses nothing: whoever tells has stored the change
 * before, and a new history begins by looking. After a deadline it always begins anew, because the waiter that lost would
 * stay behind and swallow a later event.
 */
export function* interactionOrchestration(context: OrchestrationContext): Steps<void> {
  const ref = context.df.getInput<InteractionRef>();
  for (let look = 0; look < LOOKS_PER_HISTORY; look += 1) {
    const settled = yield* settle(context, ref);
    if (settled.kind === 'closed') return;
    context.df.setCustomStatus(settled.stage);
    const signal = yield* signalBefore(context, settled.checkAt);
    if (signal === 'closed') return;
    if (signal === null) break;
    if (signal !== 'ended') continue;
    const last = yield* signalBefore(context, context.df.currentUtcDateTime.getTime() + CLOSED_WITHIN_MS);
    if (last === 'closed') return;
    if (last === null) break;
  }
  context.df.continueAsNew(ref);
}

function* settle(context: OrchestrationContext, ref: InteractionRef): Steps<Settled> {
  try {
    const retry = new RetryOptions(FIRST_RETRY_MS, TRIES);
    return (yield context.df.callActivityWithRetry(ACTIVITIES.settleInteraction, retry, ref)) as Settled;
  } catch {
    const checkAt = context.df.currentUtcDateTime.getTime() + AFTER_FAILURE_MS;
    return { kind: 'open', stage: 'unsettled', checkAt };
  }
}

/** Null when nothing was told before `checkAt`. A timer left running would keep the orchestration from ending. */
function* signalBefore(context: OrchestrationContext, checkAt: number): Steps<Signal | null> {
  const deadline = context.df.createTimer(new Date(checkAt));
  const told = context.df.waitForExternalEvent(SIGNAL_EVENT);
  const first = (yield context.df.Task.any([told, deadline])) as Task;
  if (first !== told) return null;
  deadline.cancel();
  return told.result as Signal;
}
