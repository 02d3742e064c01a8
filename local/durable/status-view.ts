import { EventType, type HistoryEvent } from './protocol';
import type { Instance } from './state';

const NAMES = new Map<number, string>(Object.entries(EventType).map(([name, code]) => [code, name]));

/** Instants in status answers have whole seconds. */
export const toSeconds = (instant: number) => `${new Date(instant).toISOString().slice(0, 19)}Z`;

/** A field that usually holds JSON text, but plain text when it says why something failed. */
export function toValue(text: string | null): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** The body of a status answer of the management API. */
export function statusBody(instance: Instance, showsInput: boolean) {
  return {
    name: instance.name,
    instanceId: instance.id,
    runtimeStatus: instance.status,
    input: showsInput ? toValue(instance.input) : null,
    customStatus: toValue(instance.customStatus),
    output: toValue(instance.output),
    createdTime: toSeconds(instance.createdAt),
    lastUpdatedTime: toSeconds(instance.updatedAt),
  };
}

const FOLDED: readonly number[] = [EventType.TaskScheduled, EventType.SubOrchestrationInstanceCreated];
const LEFT_OUT: readonly number[] = [
  ...FOLDED,
  EventType.OrchestratorStarted,
  EventType.OrchestratorCompleted,
  EventType.TimerCreated,
];

/** History as the management API shows it: what scheduled a task is folded into its completion. */
export function historyEvents(history: readonly HistoryEvent[], showsOutput: boolean): unknown[] {
  const scheduled = new Map(
    history.filter((event) => FOLDED.includes(event.EventType)).map((event) => [event.EventId, event]),
  );
  return history
    .filter((event) => !LEFT_OUT.includes(event.EventType))
    .map((event) => viewOf(event, scheduled, showsOutput));
}

const HIDDEN = new Set(['EventId', 'IsPlayed', 'OrchestrationInstance', 'ParentInstance', 'Version', 'Tags']);

function viewOf(event: HistoryEvent, scheduled: ReadonlyMap<number, HistoryEvent>, showsOutput: boolean) {
  const shown = Object.fromEntries(
    Object.entries(event).filter(
      ([name]) => !HIDDEN.has(name) && name !== 'TaskScheduledId' && (name !== 'Result' || showsOutput),
    ),
  );
  const source = 'TaskScheduledId' in event ? scheduled.get(event.TaskScheduledId) : undefined;
  return {
    ...shown,
    EventType: NAMES.get(event.EventType) ?? event.EventType,
    ...('Result' in event && showsOutput && { Result: toValue(event.Result) }),
    ...(event.EventType === EventType.ExecutionStarted && { FunctionName: event.Name, Name: undefined }),
    ...(source && 'Name' in source && { FunctionName: source.Name, ScheduledTime: source.Timestamp }),
  };
}
