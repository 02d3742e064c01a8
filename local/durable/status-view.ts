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
    ...(instance.version !== '' && { version: instance.version }),
    instanceId: instance.id,
    ...(instance.parent && { parentInstanceId: instance.parent.instanceId }),
    runtimeStatus: instance.status,
    input: showsInput ? toValue(instance.input) : null,
    customStatus: toValue(instance.customStatus),
    output: toValue(instance.output),
    createdTime: toSeconds(instance.createdAt),
    lastUpdatedTime: toSeconds(instance.updatedAt),
  };
}

const FOLDED: readonly number[] = [EventType.TaskScheduled, EventType.SubOrchestrationInstanceCreated];
const LEFT_OUT: readonly number[] = [EventType.OrchestratorStarted, EventType.OrchestratorCompleted];

/** What a caller wants to see of the data that events carry. */
export interface Shown {
  readonly input: boolean;
  readonly output: boolean;
}

/** History as the management API shows it: what scheduled a task is folded into its completion. */
export function historyEvents(history: readonly HistoryEvent[], shown: Shown): unknown[] {
  const scheduled = new Map(
    history.filter((event) => FOLDED.includes(event.EventType)).map((event) => [event.EventId, event]),
  );
  const done = new Set(history.map((event) => ('TaskScheduledId' in event ? event.TaskScheduledId : undefined)));
  return history
    .filter((event) => !LEFT_OUT.includes(event.EventType))
    .filter((event) => !(FOLDED.includes(event.EventType) && done.has(event.EventId)))
    .map((event) => viewOf(event, scheduled, shown));
}

const HIDDEN = [
  'EventId',
  'IsPlayed',
  'OrchestrationInstance',
  'ParentInstance',
  'Version',
  'TaskScheduledId',
  'TimerId',
];

/** What the extension's events hold beside; nothing here gives it a value. */
const BESIDE: Readonly<Record<number, object>> = {
  [EventType.ExecutionStarted]: {
    ...{
      Correlation: null,
      ParentTraceContext: null,
      ScheduledStartTime: null,
      Generation: 0,
      GenerateNewTrace: false,
    },
  },
  [EventType.EventRaised]: { ParentTraceContext: null },
  [EventType.TaskScheduled]: { ParentTraceContext: null, Tags: null },
  [EventType.SubOrchestrationInstanceCreated]: { ClientSpanId: null, Tags: null },
};

function viewOf(event: HistoryEvent, scheduled: ReadonlyMap<number, HistoryEvent>, shown: Shown) {
  const source = 'TaskScheduledId' in event ? scheduled.get(event.TaskScheduledId) : undefined;
  const hidden = new Set([...HIDDEN, ...(shown.output ? [] : ['Result']), ...(shown.input ? [] : ['Input'])]);
  const isStart = event.EventType === EventType.ExecutionStarted;
  const view = {
    ...event,
    ...BESIDE[event.EventType],
    EventType: NAMES.get(event.EventType) ?? event.EventType,
    ...('Result' in event && { Result: toValue(event.Result) }),
    ...(isStart && { FunctionName: event.Name, Name: undefined, Tags: undefined }),
    ...(source && sourceOf(source)),
  };
  return Object.fromEntries(Object.entries(view).filter(([name, value]) => !hidden.has(name) && value !== undefined));
}

/** Of what scheduled a task. The instant is that of its event, written with an offset. */
const sourceOf = (source: HistoryEvent) => ({
  ...('Name' in source && { FunctionName: source.Name }),
  ...('InstanceId' in source && { InstanceId: source.InstanceId }),
  ScheduledTime: source.Timestamp.replace(/Z$/, '+00:00'),
  Input: null,
});
