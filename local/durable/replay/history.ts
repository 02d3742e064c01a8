import { EventType, type EventRaised, type HistoryEvent } from '../protocol';
import type { ActionRunner } from './actions';
import { parseData, TaskFailure, type ReplayContext } from './context';
import { passesSuspension } from './suspension';
import { failed, fulfilled, type Task } from './task';

/** Events about the execution as a whole; the others are about its time and its tasks. */
const LIFECYCLE = [
  EventType.ExecutionStarted,
  EventType.ExecutionCompleted,
  EventType.ExecutionTerminated,
  EventType.ExecutionSuspended,
  EventType.ExecutionResumed,
  EventType.ExecutionRewound,
  EventType.EventRaised,
  EventType.OrchestratorCompleted,
] as const;
type LifecycleEvent = Extract<HistoryEvent, { EventType: (typeof LIFECYCLE)[number] }>;
type TaskEvent = Exclude<HistoryEvent, LifecycleEvent>;

const lifecycle: ReadonlySet<HistoryEvent['EventType']> = new Set(LIFECYCLE);
const isTaskEvent = (event: HistoryEvent): event is TaskEvent => !lifecycle.has(event.EventType);

/** Where a replay is. */
export interface ReplayProgress {
  /** The orchestration itself, once its start was seen. */
  main: Task<string | null> | undefined;
  terminated: { readonly reason: string | null } | undefined;
  isSuspended: boolean;
  /** Events since the suspension, for the time after it. */
  heldBack: HistoryEvent[];
  /** Events for the next execution. */
  readonly carried: EventRaised[];
}

const NOT_STARTED = { main: undefined, terminated: undefined, isSuspended: false };

/** Feeds history to the context, event by event; `start` runs the orchestration to its first wait. */
export function replayHistory(
  history: readonly HistoryEvent[],
  context: ReplayContext,
  actions: ActionRunner,
  start: () => Task<string | null>,
): ReplayProgress {
  const progress: ReplayProgress = { ...NOT_STARTED, heldBack: [], carried: [] };

  function process(event: HistoryEvent): void {
    if (progress.isSuspended && !passesSuspension(event)) progress.heldBack.push(event);
    else if (isTaskEvent(event)) applyToTasks(context, event);
    else handle(event);
  }

  function resume(): void {
    progress.isSuspended = false;
    context.releaseDecisions();
    progress.heldBack.splice(0).forEach(process);
  }

  function handle(event: LifecycleEvent): void {
    switch (event.EventType) {
      case EventType.ExecutionStarted:
        progress.main = start();
        return;
      case EventType.ExecutionTerminated:
        progress.terminated ??= { reason: event.Input };
        return;
      case EventType.ExecutionSuspended:
        progress.isSuspended = true;
        context.holdDecisions();
        return;
      case EventType.ExecutionResumed:
        resume();
        return;
      case EventType.EventRaised:
        if (actions.continuedWith()) progress.carried.push(event);
        else context.raiseEvent(event.Name, event.Input);
        return;
      case EventType.OrchestratorCompleted:
      case EventType.ExecutionRewound:
      case EventType.ExecutionCompleted:
        return;
      default:
        unknown(event);
    }
  }

  history.forEach(process);
  return progress;
}

function applyToTasks(context: ReplayContext, event: TaskEvent): void {
  switch (event.EventType) {
    case EventType.OrchestratorStarted:
      context.now = Date.parse(event.Timestamp);
      context.timestamp = event.Timestamp;
      return;
    case EventType.TaskScheduled:
    case EventType.TimerCreated:
    case EventType.SubOrchestrationInstanceCreated:
    case EventType.EventSent:
      context.confirm(event);
      return;
    case EventType.TaskCompleted:
    case EventType.SubOrchestrationInstanceCompleted:
      context.complete(event.TaskScheduledId, fulfilled(parseData(event.Result)));
      return;
    case EventType.TaskFailed:
    case EventType.SubOrchestrationInstanceFailed:
      context.complete(
        event.TaskScheduledId,
        failed(new TaskFailure(event.Reason, event.FailureDetails?.IsNonRetriable ?? false)),
      );
      return;
    case EventType.TimerFired:
      context.complete(event.TimerId, fulfilled(undefined));
      return;
    default:
      unknown(event);
  }
}

function unknown(event: never): never {
  throw new Error(`Unknown history event ${JSON.stringify(event)}.`);
}
