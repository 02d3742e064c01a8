import type { HttpResult } from '../http-activity';
import type { HttpCall, RetryOptions } from '../protocol';
import { TaskFailure, TimerCanceled, type ReplayContext } from './context';
import { requireFunction, toData, type Surroundings } from './surroundings';
import { failed, runSteps, type Steps, type Task } from './task';

/** A timer due later than this is made of legs (Azure Storage cannot hide a message for longer). */
export const MAXIMUM_SHORT_TIMER_MS = 6 * 86_400_000;
export const LONG_TIMER_LEG_MS = 3 * 86_400_000;
export const HTTP_POLL_MS = 30_000;
export const HTTP_ACTIVITY = 'BuiltIn::HttpActivity';

const DEFAULT_MAXIMUM_RETRY_MS = 6 * 86_400_000;

export function createCalls(context: ReplayContext, self: Surroundings) {
  function activity(name: string, input: unknown): Task {
    if (name !== HTTP_ACTIVITY) requireFunction(self, 'activity', name);
    return context.schedule((id) => ({ kind: 'activity', id, name, input: JSON.stringify([input ?? null]) })).task;
  }

  function subOrchestration(call: { functionName: string; instanceId?: string; version?: string; input?: unknown }) {
    requireFunction(self, 'orchestrator', call.functionName);
    const wanted = call.instanceId?.trim() ?? '';
    if (wanted !== '' && (wanted === self.instanceId || wanted === self.parentInstanceId)) {
      throw new Error('The instance ID of a sub-orchestration must be different than that of a parent orchestration.');
    }
    if (wanted.startsWith('@')) throw new Error('Orchestration instance ids must not start with @');
    return context.schedule((id) => ({
      kind: 'subOrchestration',
      id,
      name: call.functionName,
      version: call.version ?? self.defaultVersion,
      instanceId: wanted === '' ? `${self.executionId}:${id}` : wanted,
      input: toData(call.input),
    })).task;
  }
  return { activity, subOrchestration };
}

/** Retries are the host's (DTFx RetryInterceptor); the SDK only takes the same ids. */
export function* retrying(context: ReplayContext, options: RetryOptions, call: () => Task): Steps<unknown> {
  const startedAt = context.now;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return yield call();
    } catch (error) {
      if (!(error instanceof TaskFailure) || error.isNonRetriable) throw error;
      const isLast = attempt + 1 >= options.maxNumberOfAttempts;
      // After the last attempt DTFx still sets a timer for now; the SDK waits for it too.
      const delayMs = isLast ? 0 : retryDelayMs(options, attempt, context.now - startedAt);
      if (isLast || delayMs > 0) yield startTimer(context, context.now + delayMs).task;
      if (isLast || delayMs === 0) throw error;
    }
  }
}

function retryDelayMs(options: RetryOptions, attempt: number, elapsedMs: number): number {
  if (elapsedMs >= (options.retryTimeoutInMilliseconds ?? Number.POSITIVE_INFINITY)) return 0;
  const growing = options.firstRetryIntervalInMilliseconds * (options.backoffCoefficient ?? 1) ** attempt;
  return Math.min(growing, options.maxRetryIntervalInMilliseconds ?? DEFAULT_MAXIMUM_RETRY_MS);
}

const startTimer = (context: ReplayContext, fireAt: number) =>
  context.schedule((id) => ({ kind: 'timer', id, fireAt: new Date(fireAt).toISOString() }));

export function createTimer(context: ReplayContext, fireAt: number, isCanceled: boolean): Task {
  const isShort = fireAt - context.now <= MAXIMUM_SHORT_TIMER_MS;
  const firstLeg = startTimer(context, isShort ? fireAt : context.now + LONG_TIMER_LEG_MS);
  if (isCanceled) {
    firstLeg.task.settle(failed(new TimerCanceled('The timer was canceled.')));
    context.abandon(firstLeg.id);
    return firstLeg.task;
  }
  return isShort ? firstLeg.task : runSteps(furtherLegs(context, firstLeg.task, fireAt));
}

function* furtherLegs(context: ReplayContext, firstLeg: Task, fireAt: number): Steps<unknown> {
  yield firstLeg;
  while (context.now < fireAt) {
    yield startTimer(context, Math.min(fireAt, context.now + LONG_TIMER_LEG_MS)).task;
  }
  return undefined;
}

export function* callHttp(
  context: ReplayContext,
  send: (request: HttpCall) => Task,
  request: HttpCall,
): Steps<unknown> {
  const read = (value: unknown) => (typeof value === 'string' ? JSON.parse(value) : value) as HttpResult;
  let result = read(yield send(request));
  while (result.statusCode === 202 && request.asynchronousPatternEnabled !== false) {
    const headers = firstValues(result.headers);
    const retryAfter = headers.get('retry-after');
    const waitMs = retryAfter === undefined ? HTTP_POLL_MS : Number.parseInt(retryAfter, 10) * 1000;
    yield startTimer(context, context.now + waitMs).task;
    result = read(yield send(pollOf(request, headers.get('location') ?? request.uri)));
  }
  return result;
}

/** By names in small letters. */
const firstValues = (headers: HttpResult['headers'] = {}): ReadonlyMap<string, string | undefined> =>
  new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value].flat()[0]]));

function pollOf(request: HttpCall, location: string): HttpCall {
  const uri = new URL(location, request.uri);
  const isSameOrigin = uri.origin === new URL(request.uri).origin;
  const secret = isSameOrigin ? /^x-functions-key$/i : /^(x-functions-key|authorization|cookie)$/i;
  const headers = Object.fromEntries(Object.entries(request.headers ?? {}).filter(([name]) => !secret.test(name)));
  return {
    method: 'GET',
    uri: uri.href,
    headers,
    ...(isSameOrigin && request.tokenSource && { tokenSource: request.tokenSource }),
  };
}
