import { ActionType, type Action, type HttpCall, type RetryOptions } from '../protocol';
import { callHttp, createCalls, createTimer, HTTP_ACTIVITY, retrying } from './calls';
import type { ReplayContext } from './context';
import { createEntityCalls } from './entity-calls';
import { toData, type Surroundings } from './surroundings';
import { fulfilled, runSteps, settledTask, whenAll, whenAny, type Task } from './task';

const DONE = settledTask(fulfilled(undefined));

/** What the orchestrator's actions do, in the order and with the ids of the extension's OutOfProcOrchestrationShim. */
export interface ActionRunner {
  invoke(action: Action): Task;
  /** The input for the next execution, once the orchestrator continued as new. */
  continuedWith(): { readonly input: string | null } | undefined;
  /** False for the task of an action that nothing waits for. */
  isWait(task: Task): boolean;
  releaseLocks(): void;
}

export function createActionRunner(context: ReplayContext, self: Surroundings): ActionRunner {
  let continuedWith: { input: string | null } | undefined;
  const calls = createCalls(context, self);
  const entities = createEntityCalls(context, self);
  const sendHttp = (request: HttpCall) => calls.activity(HTTP_ACTIVITY, request);
  const retried = (options: RetryOptions, call: () => Task) => runSteps(retrying(context, options, call));

  function invoke(action: Action): Task {
    switch (action.actionType) {
      case ActionType.CallActivity:
        return calls.activity(action.functionName, action.input);
      case ActionType.CallActivityWithRetry:
        return retried(action.retryOptions, () => calls.activity(action.functionName, action.input));
      case ActionType.CallSubOrchestrator:
        return calls.subOrchestration(action);
      case ActionType.CallSubOrchestratorWithRetry:
        return retried(action.retryOptions, () => calls.subOrchestration(action));
      case ActionType.ContinueAsNew:
        continuedWith = { input: toData(action.input) };
        return DONE;
      case ActionType.CreateTimer:
        return createTimer(context, Date.parse(action.fireAt), action.isCanceled);
      case ActionType.WaitForExternalEvent:
        return context.waitForEvent(action.externalEventName);
      case ActionType.CallEntity:
        return runSteps(entities.call(action.instanceId, action.operation, action.input));
      case ActionType.CallHttp:
        return runSteps(callHttp(context, sendHttp, action.httpRequest));
      case ActionType.SignalEntity:
        return settledBy(() => entities.signal(action.instanceId, action.operation, action.input));
      case ActionType.WhenAny:
        return whenAny(action.compoundActions.map(invoke));
      case ActionType.WhenAll:
        return whenAll(action.compoundActions.map(invoke));
      case ActionType.LockEntities:
        return runSteps(entities.lock(action.lockSet));
      case ActionType.ReleaseEntities:
        return settledBy(entities.releaseLocks);
      default:
        return refuse(action);
    }
  }

  return {
    invoke,
    continuedWith: () => continuedWith,
    isWait: (task) => task !== DONE,
    releaseLocks: entities.releaseLocks,
  };
}

/** For actions that are done as soon as they are taken. */
function settledBy(act: () => void): Task {
  act();
  return DONE;
}

function refuse(action: never): never {
  throw new Error(`Received an unexpected action from the out-of-proc function: ${JSON.stringify(action)}.`);
}
