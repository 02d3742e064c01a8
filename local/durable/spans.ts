import { EventType, type HistoryEvent } from './protocol';

/** A stretch of an orchestration's life as a drawing shows it; instants in milliseconds since the epoch. */
export interface Span {
  readonly kind: 'activity' | 'subOrchestration' | 'timer' | 'event';
  readonly name: string;
  readonly startedAt: number;
  /** Null while it lasts; of an event that came in, the instant at which it came. */
  readonly endedAt: number | null;
  readonly outcome: 'running' | 'completed' | 'failed' | 'cancelled';
  /** What it gave, or why it failed, as the history keeps it. */
  readonly detail: string | null;
}

const at = (event: HistoryEvent): number => Date.parse(event.Timestamp);

/** The stretches of a history, in the order in which they began. A timer that outlived its orchestration was cancelled. */
export function spansOf(history: readonly HistoryEvent[]): Span[] {
  const isOver = history.some(({ EventType: type }) => ENDINGS.includes(type));
  const ends = new Map(history.flatMap((event) => endOf(event)));
  return history.flatMap((event): Span[] => {
    const begun = beginningOf(event);
    if (begun === undefined) return [];
    if (begun.kind === 'event') return [{ ...begun, endedAt: begun.startedAt, outcome: 'completed' }];
    const end = ends.get(event.EventId);
    if (end !== undefined) return [{ ...begun, ...end }];
    return [{ ...begun, endedAt: null, outcome: isOver ? 'cancelled' : 'running' }];
  });
}

const ENDINGS: readonly number[] = [EventType.ExecutionCompleted, EventType.ExecutionTerminated];

type Beginning = Pick<Span, 'kind' | 'name' | 'startedAt' | 'detail'>;

function beginningOf(event: HistoryEvent): Beginning | undefined {
  const startedAt = at(event);
  if (event.EventType === EventType.TaskScheduled)
    return { kind: 'activity', name: event.Name, startedAt, detail: event.Input };
  if (event.EventType === EventType.SubOrchestrationInstanceCreated)
    return { kind: 'subOrchestration', name: event.Name, startedAt, detail: event.InstanceId };
  if (event.EventType === EventType.TimerCreated) return { kind: 'timer', name: event.FireAt, startedAt, detail: null };
  if (event.EventType === EventType.EventRaised)
    return { kind: 'event', name: event.Name, startedAt, detail: event.Input };
  return undefined;
}

type End = Pick<Span, 'endedAt' | 'outcome'> & { readonly detail?: string | null };

/** By the id of the event that began it. */
function endOf(event: HistoryEvent): [number, End][] {
  const endedAt = at(event);
  if (event.EventType === EventType.TimerFired) return [[event.TimerId, { endedAt, outcome: 'completed' }]];
  if (!('TaskScheduledId' in event)) return [];
  const end: End =
    'Reason' in event
      ? { endedAt, outcome: 'failed', detail: event.Reason }
      : { endedAt, outcome: 'completed', detail: event.Result };
  return [[event.TaskScheduledId, end]];
}
