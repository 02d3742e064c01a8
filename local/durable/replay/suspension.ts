import { EventType, type HistoryEvent } from '../protocol';

const PASSING: readonly number[] = [
  EventType.ExecutionSuspended,
  EventType.ExecutionResumed,
  EventType.ExecutionTerminated,
  EventType.OrchestratorStarted,
];

/** Time goes on while an instance is suspended, and it can be ended or resumed; all else waits. */
export const passesSuspension = (event: HistoryEvent) => PASSING.includes(event.EventType);

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
