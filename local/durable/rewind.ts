import type { HubContext } from './hub-context';
import { newExecutionId } from './ids';
import { EventType, type HistoryEvent } from './protocol';
import type { Change, Instance, Message } from './state';

/**
 * What takes a failed instance back to before its failures (DTFx, AzureStorageOrchestrationService.RewindTaskOrchestration):
 * the failures and what had been scheduled for them leave its history, it gets a new execution, and the same is done to
 * each failed child. Those that failed by themselves are woken; the others wait for their children. One change for each
 * instance, to be committed together.
 */
export function rewindChanges(context: HubContext, instance: Instance, reason: string | null): readonly Change[] {
  const events = context.hub.history(instance.id).events;
  const failures = events.filter(isFailure);
  const executionId = newExecutionId();
  const children = failures
    .filter(({ EventType: type }) => type === EventType.SubOrchestrationInstanceFailed)
    .flatMap((failure) => failedChild(context, events, failure));
  const isOwn = children.length === 0 || failures.some(({ EventType: type }) => type === EventType.TaskFailed);
  const wake = isOwn ? [rewound(context, instance.id, executionId, reason)] : [];
  const again: Change = {
    consumed: [],
    emitted: wake,
    instance: { ...instance, executionId, status: 'Running', output: null, updatedAt: context.now() },
    history: { replace: true, events: withoutFailures(events, failures, executionId) },
  };
  const below = children.flatMap((child) =>
    rewindChanges(context, { ...child, parent: child.parent && { ...child.parent, executionId } }, reason),
  );
  return [again, ...below];
}

type FailureEvent = Extract<HistoryEvent, { readonly Reason: string; readonly TaskScheduledId: number }>;

const isFailure = (event: HistoryEvent): event is FailureEvent =>
  event.EventType === EventType.TaskFailed || event.EventType === EventType.SubOrchestrationInstanceFailed;

function failedChild({ hub }: HubContext, events: readonly HistoryEvent[], failure: FailureEvent): readonly Instance[] {
  const created = events.find(
    (event) =>
      event.EventType === EventType.SubOrchestrationInstanceCreated && event.EventId === failure.TaskScheduledId,
  );
  if (created?.EventType !== EventType.SubOrchestrationInstanceCreated) return [];
  const child = hub.instance(created.InstanceId);
  return child?.status === 'Failed' ? [child] : [];
}

/** What failed is scheduled anew, but a failed child's creation stays: it will answer under the same task. */
function withoutFailures(
  events: readonly HistoryEvent[],
  failures: readonly FailureEvent[],
  executionId: string,
): readonly HistoryEvent[] {
  const tasks = new Set(
    failures.filter((one) => one.EventType === EventType.TaskFailed).map((one) => one.TaskScheduledId),
  );
  return events
    .filter(
      (event) =>
        !isFailure(event) &&
        event.EventType !== EventType.ExecutionCompleted &&
        !(event.EventType === EventType.TaskScheduled && tasks.has(event.EventId)),
    )
    .map((event) =>
      event.EventType === EventType.ExecutionStarted
        ? { ...event, OrchestrationInstance: { ...event.OrchestrationInstance, ExecutionId: executionId } }
        : event,
    );
}

function rewound({ envelopes }: HubContext, id: string, executionId: string, reason: string | null): Message {
  const event = envelopes.event({ EventType: EventType.ExecutionRewound, Reason: reason });
  return envelopes.message(id, event, { executionId, isFromClient: true });
}
