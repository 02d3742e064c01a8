import { RetryOptions, type OrchestrationContext, type Task } from 'durable-functions';
import type { InteractionRef } from '../core/lib/ids';
import type { Begun, Settled, Told } from '../ports/orchestrations';
import { ACTIVITIES } from './activities';
import { stepsFor } from './by-release';

/** The orchestrator's name, and the event by which it is told something. */
export const INTERACTION_ORCHESTRATION = 'interaction';
export const SIGNAL_EVENT = 'signal';

/** One interaction has one orchestration. Tenant ids are slugs and interaction ids UUIDs: nothing here needs encoding. */
export const instanceIdOf = ({ tenantId, interactionId }: InteractionRef): string => `${tenantId}.${interactionId}`;

/** A store that is away for a while must not end the only owner of an interaction. */
const TRIES = 3;
const FIRST_RETRY_MS = 5_000;
const AFTER_FAILURE_MS = 60_000;
/** Every word replays the whole history: after so many a new one begins (a usual interaction hears three or four). */
const WORDS_PER_HISTORY = 12;

/** A generator of the Durable SDK: it is given back the result of the task that it yielded. */
type Steps<Result> = Generator<Task, Result, unknown>;

/**
 * Owns an interaction until it is closed. It arms one timer for the moment by which something must have happened. Whoever
 * changes the interaction tells it the next such moment: a look at that moment would find the change stored and its acts
 * in the hands of who told, at the price of a tenth of what an interaction may cost. When the moment passes it looks
 * (whatever the stored state says is undone is done again) and begins anew.
 *
 * Beginning anew loses events that are buffered at that moment. Here it loses nothing: whoever tells has stored the change
 * before, and a new history begins by looking. After a deadline it always begins anew, because the waiter that lost would
 * stay behind and swallow a later event.
 */
function* sinceFirstRelease(context: OrchestrationContext): Steps<void> {
  const { checkAt: begun, tenantId, interactionId } = context.df.getInput<Begun>();
  const ref: InteractionRef = { tenantId, interactionId };
  let checkAt = begun;
  for (let words = 0; words < WORDS_PER_HISTORY; words += 1) {
    if (checkAt === null) {
      const settled = yield* settle(context, ref);
      if (settled.kind === 'closed') return;
      context.df.setCustomStatus(settled.stage);
      checkAt = settled.checkAt;
    }
    const told = yield* toldBefore(context, checkAt);
    if (told?.signal === 'closed') return;
    if (told === null) break;
    context.df.setCustomStatus(told.stage);
    checkAt = told.checkAt;
  }
  const anew: Begun = { ...ref, checkAt: null };
  context.df.continueAsNew(anew);
}

export function* interactionOrchestration(context: OrchestrationContext): Steps<void> {
  yield* stepsFor(context.df.version, [{ since: '0.1.0', steps: sinceFirstRelease }])(context);
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
function* toldBefore(context: OrchestrationContext, checkAt: number): Steps<Told | null> {
  const deadline = context.df.createTimer(new Date(checkAt));
  const told = context.df.waitForExternalEvent(SIGNAL_EVENT);
  const first = (yield context.df.Task.any([told, deadline])) as Task;
  if (first !== told) return null;
  deadline.cancel();
  return told.result as Told;
}
