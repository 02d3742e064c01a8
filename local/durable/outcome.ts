import type { HubContext } from './hub-context';
import { EventType, type EventBody, type HistoryEvent } from './protocol';
import type { Decision } from './replay/decision';
import type { Ending, Episode } from './replay/episode';
import { newExecutionId } from './ids';
import { charge, EMPTY_HISTORY, type History, type Instance, type Message } from './state';
import { TRANSACTIONS } from './tariff';

/** A step under way: what the present execution had before, and what this step adds. */
export interface Progress {
  readonly instance: Instance;
  readonly past: History;
  readonly events: readonly HistoryEvent[];
  readonly emitted: readonly Message[];
  /** The events take the place of the history on disk. */
  readonly replaces: boolean;
  readonly isDone: boolean;
}

/** Turns an episode's decisions into history and messages. */
export function outcomeOfEpisode(around: HubContext, progress: Progress, episode: Episode): Progress {
  const { envelopes } = around;
  const played = progress.events.map(asPlayed);
  const scheduled = episode.decisions.map((decision) => envelopes.event(bodyOf(decision), decision.id));
  const sent = episode.decisions.map((decision) => messageOf(around, progress.instance, decision));
  const instance: Instance = {
    ...progress.instance,
    status: episode.isSuspended ? 'Suspended' : 'Running',
    output: lastReason(progress.events) ?? progress.instance.output,
    customStatus: episode.customStatus ?? progress.instance.customStatus,
    meter: charge(progress.instance.meter, activityTransactions(sent)),
  };
  const next: Progress = {
    ...progress,
    instance,
    events: [...played, ...scheduled],
    emitted: [...progress.emitted, ...sent],
  };
  if (episode.continueAsNew) return continued(around, next, episode.continueAsNew);
  const completed = envelopes.event({ EventType: EventType.OrchestratorCompleted });
  const done = { ...next, isDone: true };
  if (!episode.ending) return { ...done, events: [...done.events, completed] };
  return {
    ...done,
    instance: { ...instance, status: episode.ending.status, output: episode.ending.result },
    events: [...done.events, envelopes.event(completedBody(episode.ending)), completed],
    emitted: [...done.emitted, ...answerToParent(around, instance, episode.ending)],
  };
}

/** The Azure Storage back end shows why an instance was suspended or resumed where the result of the finished one is. */
function lastReason(events: readonly HistoryEvent[]): string | null | undefined {
  for (const event of [...events].reverse()) {
    if (event.EventType === EventType.ExecutionSuspended || event.EventType === EventType.ExecutionResumed)
      return event.Reason;
  }
  return undefined;
}

const asPlayed = (event: HistoryEvent): HistoryEvent =>
  event.EventType === EventType.OrchestratorStarted ? event : { ...event, IsPlayed: true };

/** The activity's own get, reply and delete are charged when it is scheduled. */
const activityTransactions = (sent: readonly Message[]) =>
  sent.filter((message) => message.kind === 'activity').length * TRANSACTIONS.activity;

function bodyOf(decision: Decision): EventBody {
  switch (decision.kind) {
    case 'activity':
      // Inputs of tasks are not stored in history, as by default in Azure.
      return { EventType: EventType.TaskScheduled, Name: decision.name, Version: '', Input: null };
    case 'timer':
      return { EventType: EventType.TimerCreated, FireAt: decision.fireAt };
    case 'subOrchestration':
      return {
        EventType: EventType.SubOrchestrationInstanceCreated,
        Name: decision.name,
        Version: decision.version,
        InstanceId: decision.instanceId,
        Input: null,
      };
    case 'send':
      return {
        EventType: EventType.EventSent,
        InstanceId: decision.target,
        Name: decision.name,
        Input: decision.input,
      };
    default:
      return decision satisfies never;
  }
}

function messageOf({ envelopes }: HubContext, self: Instance, decision: Decision): Message {
  const { id: to, executionId } = self;
  switch (decision.kind) {
    case 'activity':
      return envelopes.activity({
        to,
        executionId,
        name: decision.name,
        input: decision.input,
        taskId: decision.id,
      });
    case 'timer': {
      const { id: timerId, fireAt } = decision;
      const fired = envelopes.event({ EventType: EventType.TimerFired, TimerId: timerId, FireAt: fireAt });
      return envelopes.message(to, fired, { executionId, dueAt: Date.parse(fireAt) });
    }
    case 'subOrchestration': {
      const childExecutionId = newExecutionId();
      const started = envelopes.event(startOfChild(self, decision, childExecutionId));
      return envelopes.message(decision.instanceId, started, { executionId: childExecutionId });
    }
    case 'send': {
      const raised = { EventType: EventType.EventRaised, Name: decision.name, Input: decision.input };
      return envelopes.message(decision.target, envelopes.event(raised));
    }
    default:
      return decision satisfies never;
  }
}

function startOfChild(
  self: Instance,
  child: Extract<Decision, { kind: 'subOrchestration' }>,
  executionId: string,
): EventBody {
  return {
    EventType: EventType.ExecutionStarted,
    OrchestrationInstance: { InstanceId: child.instanceId, ExecutionId: executionId },
    ParentInstance: {
      Name: self.name,
      OrchestrationInstance: { InstanceId: self.id, ExecutionId: self.executionId },
      TaskScheduleId: child.id,
      Version: self.version,
    },
    Name: child.name,
    Version: child.version,
    Input: child.input,
    Tags: null,
  };
}

const completedBody = ({ status, result, failureDetails }: Ending): EventBody => ({
  EventType: EventType.ExecutionCompleted,
  OrchestrationStatus: status,
  Result: result,
  FailureDetails: failureDetails,
});

export function answerToParent({ envelopes }: HubContext, { parent }: Instance, ending: Ending): Message[] {
  if (!parent) return [];
  const TaskScheduledId = parent.taskId;
  const body: EventBody =
    ending.status === 'Completed'
      ? { EventType: EventType.SubOrchestrationInstanceCompleted, TaskScheduledId, Result: ending.result }
      : {
          EventType: EventType.SubOrchestrationInstanceFailed,
          TaskScheduledId,
          Reason: ending.result ?? '',
          Details: ending.details,
          FailureDetails: ending.failureDetails,
        };
  return [envelopes.message(parent.instanceId, envelopes.event(body), { executionId: parent.executionId })];
}

/** A new execution under the same instance: history starts anew, late messages for the old one are dropped. */
function continued(
  { envelopes }: HubContext,
  progress: Progress,
  { input, carried }: NonNullable<Episode['continueAsNew']>,
): Progress {
  const { instance } = progress;
  const executionId = newExecutionId();
  const { parent } = instance;
  const started = envelopes.event({
    EventType: EventType.ExecutionStarted,
    OrchestrationInstance: { InstanceId: instance.id, ExecutionId: executionId },
    ParentInstance: parent && {
      Name: parent.name,
      OrchestrationInstance: { InstanceId: parent.instanceId, ExecutionId: parent.executionId },
      TaskScheduleId: parent.taskId,
      Version: parent.version,
    },
    Name: instance.name,
    Version: instance.version,
    Input: input,
    Tags: null,
  });
  const written = progress.events.length;
  return {
    ...progress,
    instance: { ...instance, executionId, input, meter: charge(instance.meter, 0, written) },
    past: EMPTY_HISTORY,
    events: [envelopes.event({ EventType: EventType.OrchestratorStarted }), started, ...carried],
    replaces: true,
  };
}
