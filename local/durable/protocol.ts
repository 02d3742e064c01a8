/**
 * The Durable extension's out-of-process protocol (schema V4), as `durable-functions` 3 speaks it: history events in
 * (Azure/durabletask, DurableTask.Core/History), actions out (azure-functions-durable-js, src/actions).
 * Field names and codes are the wire's. Strings that carry data hold JSON text.
 */

export const EventType = {
  ExecutionStarted: 0,
  ExecutionCompleted: 1,
  ExecutionTerminated: 3,
  TaskScheduled: 4,
  TaskCompleted: 5,
  TaskFailed: 6,
  SubOrchestrationInstanceCreated: 7,
  SubOrchestrationInstanceCompleted: 8,
  SubOrchestrationInstanceFailed: 9,
  TimerCreated: 10,
  TimerFired: 11,
  OrchestratorStarted: 12,
  OrchestratorCompleted: 13,
  EventSent: 14,
  EventRaised: 15,
  ExecutionSuspended: 19,
  ExecutionResumed: 20,
  ExecutionRewound: 21,
} as const;
type Code = typeof EventType;

export interface OrchestrationInstance {
  readonly InstanceId: string;
  readonly ExecutionId: string;
}

export interface ParentInstance {
  readonly Name: string;
  readonly OrchestrationInstance: OrchestrationInstance;
  readonly TaskScheduleId: number;
  readonly Version: string;
}

/** Why something failed, when the app has an exception properties provider. */
export interface FailureDetails {
  readonly ErrorType: string;
  readonly ErrorMessage: string;
  readonly StackTrace: string | null;
  readonly IsNonRetriable: boolean;
  readonly Properties: unknown;
  readonly InnerFailure: null;
}

export interface ExecutionStarted {
  readonly EventType: Code['ExecutionStarted'];
  readonly OrchestrationInstance: OrchestrationInstance;
  readonly ParentInstance: ParentInstance | null;
  readonly Name: string;
  readonly Version: string;
  readonly Input: string | null;
  readonly Tags: null;
}

export interface Failure {
  readonly TaskScheduledId: number;
  readonly Reason: string;
  readonly Details: string;
  readonly FailureDetails: FailureDetails | null;
}

/** What a history event says, without the fields that all have. */
export type EventBody =
  | ExecutionStarted
  | {
      readonly EventType: Code['ExecutionCompleted'];
      readonly OrchestrationStatus: FinalStatus;
      readonly Result: string | null;
      readonly FailureDetails: FailureDetails | null;
    }
  | { readonly EventType: Code['ExecutionTerminated']; readonly Input: string | null }
  | {
      readonly EventType: Code['TaskScheduled'];
      readonly Name: string;
      readonly Version: string;
      readonly Input: string | null;
    }
  | { readonly EventType: Code['TaskCompleted']; readonly TaskScheduledId: number; readonly Result: string | null }
  | ({ readonly EventType: Code['TaskFailed'] } & Failure)
  | {
      readonly EventType: Code['SubOrchestrationInstanceCreated'];
      readonly Name: string;
      readonly Version: string;
      readonly InstanceId: string;
      readonly Input: string | null;
    }
  | {
      readonly EventType: Code['SubOrchestrationInstanceCompleted'];
      readonly TaskScheduledId: number;
      readonly Result: string | null;
    }
  | ({ readonly EventType: Code['SubOrchestrationInstanceFailed'] } & Failure)
  | { readonly EventType: Code['TimerCreated']; readonly FireAt: string }
  | { readonly EventType: Code['TimerFired']; readonly TimerId: number; readonly FireAt: string }
  | { readonly EventType: Code['OrchestratorStarted'] }
  | { readonly EventType: Code['OrchestratorCompleted'] }
  | {
      readonly EventType: Code['EventSent'];
      readonly InstanceId: string;
      readonly Name: string;
      readonly Input: string;
    }
  | { readonly EventType: Code['EventRaised']; readonly Name: string; readonly Input: string | null }
  | { readonly EventType: Code['ExecutionSuspended']; readonly Reason: string | null }
  | { readonly EventType: Code['ExecutionResumed']; readonly Reason: string | null }
  | { readonly EventType: Code['ExecutionRewound']; readonly Reason: string | null };

/** `EventId` is -1 unless the event schedules something. */
export type HistoryEvent = EventBody & {
  readonly EventId: number;
  readonly IsPlayed: boolean;
  readonly Timestamp: string;
};
export type EventRaised = Extract<HistoryEvent, { EventType: Code['EventRaised'] }>;

export type FinalStatus = 'Completed' | 'Failed' | 'Terminated';
export type RuntimeStatus = 'Pending' | 'Running' | 'Suspended' | FinalStatus;

const RUNTIME_STATUSES: readonly string[] = ['Pending', 'Running', 'Suspended', 'Completed', 'Failed', 'Terminated'];

export const isRuntimeStatus = (name: string): name is RuntimeStatus => RUNTIME_STATUSES.includes(name);

export function isFinal(status: RuntimeStatus): status is FinalStatus {
  return status === 'Completed' || status === 'Failed' || status === 'Terminated';
}

export interface RetryOptions {
  readonly firstRetryIntervalInMilliseconds: number;
  readonly maxNumberOfAttempts: number;
  readonly backoffCoefficient?: number;
  readonly maxRetryIntervalInMilliseconds?: number;
  readonly retryTimeoutInMilliseconds?: number;
}

export interface EntityId {
  readonly name: string;
  readonly key: string;
}

export const ActionType = {
  CallActivity: 0,
  CallActivityWithRetry: 1,
  CallSubOrchestrator: 2,
  CallSubOrchestratorWithRetry: 3,
  ContinueAsNew: 4,
  CreateTimer: 5,
  WaitForExternalEvent: 6,
  CallEntity: 7,
  CallHttp: 8,
  SignalEntity: 9,
  WhenAny: 11,
  WhenAll: 12,
  LockEntities: 13,
  ReleaseEntities: 14,
} as const;
type Act = typeof ActionType;

interface Call {
  readonly functionName: string;
  readonly input?: unknown;
}
interface SubCall extends Call {
  readonly instanceId?: string;
  readonly version?: string;
}
interface EntityCall {
  /** "@name@key". */
  readonly instanceId: string;
  readonly operation: string;
  readonly input?: unknown;
}

export interface HttpCall {
  readonly method: string;
  readonly uri: string;
  readonly content?: string | null;
  readonly headers?: Readonly<Record<string, string>> | null;
  readonly tokenSource?: { readonly resource: string } | null;
  readonly asynchronousPatternEnabled?: boolean;
}

/** What the orchestrator did, as the SDK reports it: all of it since the start, at every episode. */
export type Action =
  | ({ readonly actionType: Act['CallActivity'] } & Call)
  | ({ readonly actionType: Act['CallActivityWithRetry']; readonly retryOptions: RetryOptions } & Call)
  | ({ readonly actionType: Act['CallSubOrchestrator'] } & SubCall)
  | ({ readonly actionType: Act['CallSubOrchestratorWithRetry']; readonly retryOptions: RetryOptions } & SubCall)
  | { readonly actionType: Act['ContinueAsNew']; readonly input?: unknown }
  | { readonly actionType: Act['CreateTimer']; readonly fireAt: string; readonly isCanceled: boolean }
  | { readonly actionType: Act['WaitForExternalEvent']; readonly externalEventName: string }
  | ({ readonly actionType: Act['CallEntity'] } & EntityCall)
  | { readonly actionType: Act['CallHttp']; readonly httpRequest: HttpCall }
  | ({ readonly actionType: Act['SignalEntity'] } & EntityCall)
  | { readonly actionType: Act['WhenAny']; readonly compoundActions: readonly Action[] }
  | { readonly actionType: Act['WhenAll']; readonly compoundActions: readonly Action[] }
  | { readonly actionType: Act['LockEntities']; readonly lockSet: readonly EntityId[] }
  | { readonly actionType: Act['ReleaseEntities'] };

/** What an orchestrator function returns, or carries in its error after {@link OUT_OF_PROC_LABEL}. */
export interface OrchestratorState {
  readonly isDone: boolean;
  readonly actions: readonly (readonly Action[])[];
  readonly output?: unknown;
  readonly error?: string;
  readonly customStatus?: unknown;
  readonly schemaVersion: number;
  readonly failureDetails?: FailureDetails;
}

export const OUT_OF_PROC_LABEL = '\n\n$OutOfProcData$:';

/** `Name` of the event that an entity takes as an operation; a lock is one with a lock set. */
export interface EntityRequest {
  readonly op: string | null;
  readonly signal?: true;
  readonly input?: string;
  readonly id: string;
  /** The orchestration that waits, or the entity that signalled; absent from clients. */
  readonly parent?: string;
  readonly parentExecution?: string;
  readonly Timestamp?: string;
  readonly Predecessor?: string;
  readonly lockset?: readonly EntityId[];
  /** How many of the lock set are held. */
  readonly pos?: number;
}

/** Instance id of an entity: `@<name in lower case>@<key>`. */
export const entityInstanceId = ({ name, key }: EntityId) => `@${name.toLowerCase()}@${key}`;

export function parseEntityInstanceId(id: string): EntityId {
  const end = id.indexOf('@', 1);
  return { name: id.slice(1, end), key: id.slice(end + 1) };
}

export const isEntityInstance = (instanceId: string) => instanceId.startsWith('@');
