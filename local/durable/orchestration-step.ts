import { isThere, unknownFunction } from './functions';
import { joinTexts } from './hub';
import type { HubContext } from './hub-context';
import { answerToParent, outcomeOfEpisode, type Progress } from './outcome';
import {
  EventType,
  isFinal,
  OUT_OF_PROC_LABEL,
  type ExecutionStarted,
  type HistoryEvent,
  type OrchestratorState,
} from './protocol';
import { HTTP_POLL_MS, LONG_TIMER_LEG_MS, MAXIMUM_SHORT_TIMER_MS } from './replay/calls';
import { replayEpisode, type OrchestratorAnswer } from './replay/episode';
import { withoutHeldBack } from './replay/suspension';
import {
  charge,
  EMPTY_HISTORY,
  NEW_METER,
  type Change,
  type EventMessage,
  type History,
  type Instance,
  type Message,
} from './state';
import { transactionsOfStep } from './tariff';
import { runsVersion } from './versioning';

/**
 * Takes a batch of messages of one orchestration through an episode; the change is still to be committed. Undefined for an instance that is of
 * another host's version.
 */
export type Step = (id: string, batch: readonly EventMessage[]) => Promise<Change | undefined>;

export function createOrchestrationStep(around: HubContext): Step {
  return async function step(id, batch) {
    const consumed = batch.map((message) => message.id);
    const { instance, isNew, replaced } = instanceFor(around, id, batch);
    if (!instance) return { consumed, emitted: [] };
    const isOurs = runsVersion(around.versioning, instance.version);
    if (!isOurs && around.versioning.onMismatch === 'reject' && !isFinal(instance.status)) return undefined;
    const past = isNew ? EMPTY_HISTORY : around.hub.history(id);
    const fresh = isFinal(instance.status) ? [] : freshEvents(instance, past, replaced ? fromTakeOver(batch) : batch);
    if (fresh.length === 0) return discard(instance, batch);
    const parting = replaced ? answerToParent(around, replaced, TERMINATED) : [];
    return runEpisodes(around, { instance, past, fresh, batch, isNew, parting });
  };
}

/**
 * Messages to a finished instance, or for an earlier execution, are dropped silently; fetching them still costs.
 * A finished instance is not written: a client may be putting a new one in its place.
 */
function discard(instance: Instance, batch: readonly EventMessage[]): Change {
  const change: Change = { consumed: batch.map((message) => message.id), emitted: [] };
  if (isFinal(instance.status)) return change;
  return { ...change, instance: { ...instance, meter: charge(instance.meter, transactionsOfStep(batch, 1, 0)) } };
}

/** What a parent is told of a child that had to give way. */
const TERMINATED = { status: 'Terminated', result: null, details: '', failureDetails: null } as const;

interface Found {
  readonly instance: Instance | undefined;
  readonly isNew: boolean;
  /** Was under way, and has to give way. */
  readonly replaced?: Instance;
}

/** The start message of a sub-orchestration makes its instance, unless that id is running already; a client's may take its place. */
function instanceFor(around: HubContext, id: string, batch: readonly EventMessage[]): Found {
  const known = around.hub.instance(id);
  const starts = batch.filter((message) => message.event.EventType === EventType.ExecutionStarted);
  const start = starts.findLast((message) => message.replaces) ?? starts[0];
  if (start?.event.EventType !== EventType.ExecutionStarted || known?.executionId === start.executionId)
    return { instance: known, isNew: false };
  const isRunning = known !== undefined && !isFinal(known.status);
  if (isRunning && !start.replaces) return { instance: known, isNew: false };
  const instance = newInstance(id, start.event, around.now());
  return { instance, isNew: true, ...(isRunning && { replaced: known }) };
}

export function newInstance(id: string, start: ExecutionStarted, now: number): Instance {
  const parent = start.ParentInstance;
  return {
    id,
    executionId: start.OrchestrationInstance.ExecutionId,
    name: start.Name,
    version: start.Version,
    status: 'Pending',
    input: start.Input,
    output: null,
    customStatus: null,
    createdAt: now,
    updatedAt: now,
    parent: parent && {
      instanceId: parent.OrchestrationInstance.InstanceId,
      executionId: parent.OrchestrationInstance.ExecutionId,
      name: parent.Name,
      version: parent.Version,
      taskId: parent.TaskScheduleId,
    },
    meter: NEW_METER,
  };
}

/** What came before was for the instance that gave way. */
const fromTakeOver = (batch: readonly EventMessage[]) =>
  batch.slice(batch.findLastIndex((message) => message.replaces));

function freshEvents(instance: Instance, past: History, batch: readonly EventMessage[]): HistoryEvent[] {
  let isStarted = past.events.length > 0;
  const fresh: HistoryEvent[] = [];
  for (const { event, executionId } of batch) {
    if (executionId !== null && executionId !== instance.executionId) continue;
    if (event.EventType === EventType.ExecutionStarted && isStarted) continue;
    isStarted = true;
    fresh.push(event);
  }
  return fresh;
}

interface Beginning {
  readonly instance: Instance;
  readonly past: History;
  readonly fresh: readonly HistoryEvent[];
  readonly batch: readonly EventMessage[];
  readonly isNew: boolean;
  /** Sent whatever the episode comes to. */
  readonly parting: readonly Message[];
}

/** Continuing as new starts the next execution within the same step and the same commit. */
async function runEpisodes(
  around: HubContext,
  { instance, past, fresh, batch, isNew, parting }: Beginning,
): Promise<Change> {
  const { envelopes } = around;
  const began = envelopes.event({ EventType: EventType.OrchestratorStarted });
  let progress: Progress = {
    instance: { ...instance, meter: charge(instance.meter, 0, 0, 1) },
    past,
    events: [began, ...fresh],
    emitted: parting,
    replaces: isNew,
    isDone: false,
  };
  while (!progress.isDone) {
    const answer = await callOrchestrator(around, progress);
    progress = outcomeOfEpisode(around, progress, replay(around, progress, answer));
  }
  const { events, emitted, replaces } = progress;
  const storageTransactions = transactionsOfStep(batch, EPISODE_TRANSACTIONS, emitted.length);
  return {
    consumed: batch.map((message) => message.id),
    emitted,
    instance: {
      ...progress.instance,
      updatedAt: around.now(),
      meter: charge(progress.instance.meter, storageTransactions, events.length),
    },
    history: { replace: replaces, events },
  };
}

/** History range read, history batch, instance merge. */
const EPISODE_TRANSACTIONS = 3;

function replay(around: HubContext, { instance, past, events }: Progress, answer: OrchestratorAnswer) {
  return replayEpisode(instance.name, [...past.events, ...events], answer, {
    instanceId: instance.id,
    executionId: instance.executionId,
    parentInstanceId: instance.parent?.instanceId ?? null,
    defaultVersion: around.versioning.version,
    knows: (kind, name) => isThere(around.functions, kind, name),
  });
}

const VERSION_MISMATCH = {
  type: 'VersionMismatch',
  message: 'Orchestration version did not comply with Worker Versioning',
} as const;

async function callOrchestrator(around: HubContext, progress: Progress): Promise<OrchestratorAnswer> {
  const { name, version } = progress.instance;
  if (!runsVersion(around.versioning, version)) return { kind: 'refused', ...VERSION_MISMATCH };
  const orchestrator = around.functions.find('orchestrator', name);
  if (!orchestrator) {
    return { kind: 'failure', message: unknownFunction(around.functions, 'orchestrator', name), details: '' };
  }
  try {
    const value = await orchestrator.run(payloadOf(progress), {});
    const state = (typeof value === 'string' ? JSON.parse(value) : value) as OrchestratorState;
    return { kind: 'state', state };
  } catch (error) {
    return answerOfError(error);
  }
}

/** The SDK throws the whole state inside the message when the orchestrator failed. */
function answerOfError(thrown: unknown): OrchestratorAnswer {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const label = error.message.indexOf(OUT_OF_PROC_LABEL);
  if (label < 0) return { kind: 'failure', message: error.message, details: error.stack ?? '' };
  const text = error.message.slice(label + OUT_OF_PROC_LABEL.length);
  return { kind: 'state', state: JSON.parse(text) as OrchestratorState };
}

/** The trigger's input; history goes in as the text it is kept as, which saves making it anew at every episode. */
function payloadOf({ instance, past, events }: Progress): string {
  const shown = withoutHeldBack([...past.events, ...events]);
  const history = shown ? textOf(shown) : joinTexts(past.text, textOf(events));
  const rest = JSON.stringify({
    instanceId: instance.id,
    isReplaying: past.events.length > 0,
    parentInstanceId: instance.parent?.instanceId ?? null,
    ...SAME_FOR_ALL,
  });
  return `{"history":[${history}],"input":${instance.input ?? 'null'},${rest.slice(1)}`;
}

const textOf = (events: readonly HistoryEvent[]) => events.map((event) => JSON.stringify(event)).join(',');

/** Whole days as .NET writes a TimeSpan. */
const toTimeSpan = (ms: number) => `${ms / 86_400_000}.00:00:00`;

const SAME_FOR_ALL = {
  upperSchemaVersion: 1,
  upperSchemaVersionNew: 3,
  longRunningTimerIntervalDuration: toTimeSpan(LONG_TIMER_LEG_MS),
  maximumShortTimerDuration: toTimeSpan(MAXIMUM_SHORT_TIMER_MS),
  // The SDK reads this misspelt name.
  defaultHttpAsyncRequestSleepTimeMillseconds: HTTP_POLL_MS,
} as const;
