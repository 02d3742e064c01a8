import { EventType, type HistoryEvent } from '../protocol';

/** Time goes on while an instance is suspended, and it can be ended or resumed; all else waits. */
export function passesSuspension(event: HistoryEvent): boolean {
  switch (event.EventType) {
    case EventType.ExecutionSuspended:
    case EventType.ExecutionResumed:
    case EventType.ExecutionTerminated:
    case EventType.OrchestratorStarted:
      return true;
    default:
      return false;
  }
}

/**
 * History without what came since an unfinished suspension, or undefined when there is none. The SDK does not know
 * suspension: it would let the orchestrator go on with an event that it should not have yet.
 */
export function withoutHeldBack(history: readonly HistoryEvent[]): readonly HistoryEvent[] | undefined {
  const suspendedAt = history.findLastIndex((event) => event.EventType === EventType.ExecutionSuspended);
  const resumedAt = history.findLastIndex((event) => event.EventType === EventType.ExecutionResumed);
  if (suspendedAt <= resumedAt) return undefined;
  const firstSuspendedAt = history.findIndex(
    (event, i) => i > resumedAt && event.EventType === EventType.ExecutionSuspended,
  );
  return history.filter((event, i) => i < firstSuspendedAt || passesSuspension(event));
}
