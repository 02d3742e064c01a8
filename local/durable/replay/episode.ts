import {
  type EventRaised,
  type FailureDetails,
  type FinalStatus,
  type HistoryEvent,
  type OrchestratorState,
} from '../protocol';
import { createActionRunner, type ActionRunner } from './actions';
import { createReplayContext, TaskFailure, TimerCanceled, type ReplayContext } from './context';
import type { Decision } from './decision';
import { NonDeterminism } from './non-determinism';
import { replayHistory, type ReplayProgress } from './history';
import type { Surroundings } from './surroundings';
import { createDeferred, fulfilled, runSteps, whenAny, type Steps, type Task } from './task';

/** What the orchestrator function gave: its state, or the failure of a function that gave none; or why it was not even asked. */
export type OrchestratorAnswer =
  | { readonly kind: 'state'; readonly state: OrchestratorState }
  | { readonly kind: 'failure'; readonly message: string; readonly details: string }
  | { readonly kind: 'refused'; readonly type: string; readonly message: string };

export interface Ending {
  readonly status: FinalStatus;
  readonly result: string | null;
  readonly details: string;
  readonly failureDetails: FailureDetails | null;
}

/** What an episode comes to. `carried` are the events that the next execution starts with. */
export interface Episode {
  readonly decisions: readonly Decision[];
  readonly ending: Ending | undefined;
  readonly continueAsNew: { readonly input: string | null; readonly carried: readonly EventRaised[] } | undefined;
  readonly isSuspended: boolean;
  /** JSON text; undefined when the orchestrator set none in this execution. */
  readonly customStatus: string | undefined;
}

/** The failure of a whole orchestration, with what history keeps of it. */
class OrchestrationFailure extends Error {
  constructor(
    message: string,
    readonly details: string,
    readonly failureDetails: FailureDetails | null,
  ) {
    super(message);
  }
}

/**
 * Replays the orchestrator's actions against its history by the rules of DTFx (TaskOrchestrationExecutor) and of the
 * extension (OutOfProcOrchestrationShim). Pure: the same history and answer give the same episode.
 */
export function replayEpisode(
  name: string,
  history: readonly HistoryEvent[],
  answer: OrchestratorAnswer,
  self: Surroundings,
): Episode {
  if (answer.kind === 'refused') return refused(answer);
  const context = createReplayContext();
  const actions = createActionRunner(context, self);
  const wanted = answer.kind === 'state' ? customStatusOf(answer.state) : undefined;
  const customStatus = wanted === undefined || isTooLong(wanted) ? undefined : wanted;
  try {
    const progress = replayHistory(history, context, actions, () => runSteps(orchestrate(name, answer, actions)));
    return { ...conclude(context, actions, progress), customStatus };
  } catch (error) {
    if (!(error instanceof NonDeterminism)) throw error;
    const ending = endedBy('Failed', error.message);
    return { decisions: [], ending, continueAsNew: undefined, isSuspended: false, customStatus };
  }
}

type Asked = Exclude<OrchestratorAnswer, { kind: 'refused' }>;

function* orchestrate(name: string, answer: Asked, actions: ActionRunner): Steps<string | null> {
  const fail = (message: string, details: string, failureDetails: FailureDetails | null) =>
    new OrchestrationFailure(`Orchestrator function '${name}' failed: ${message}`, details, failureDetails);
  if (answer.kind === 'failure') throw fail(answer.message, answer.details, null);
  const { state } = answer;
  const status = customStatusOf(state);
  if (status !== undefined && isTooLong(status)) {
    const text = `The UTF-16 size of the JSON-serialized payload must not exceed ${MOST_STATUS_KB} KB. The current payload size is ${kilobytes(status)} KB.`;
    throw fail(text, '', null);
  }
  for (const group of groupsOf(state)) {
    const waits = group.map((action) => actions.invoke(action)).filter((task) => actions.isWait(task));
    if (waits.length > 0) yield swallow(waits.length === 1 && waits[0] ? waits[0] : whenAny(waits));
  }
  if (state.error !== undefined) {
    throw fail(state.error, `Message: ${state.error}, StackTrace: `, state.failureDetails ?? null);
  }
  if (!state.isDone) yield createDeferred();
  actions.releaseLocks();
  return state.output === undefined || state.output === null ? null : JSON.stringify(state.output);
}

const MOST_STATUS_KB = 16;

/** As text is kept by Azure Storage, in whole ones (MessagePayloadDataConverter.Serialize). */
const kilobytes = (text: string) => Math.floor((text.length * 2) / 1024);

const isTooLong = (status: string) => kilobytes(status) > MOST_STATUS_KB;

/** JSON text; undefined where the orchestrator has set none. */
const customStatusOf = ({ customStatus }: OrchestratorState): string | undefined =>
  customStatus === undefined || customStatus === null ? undefined : JSON.stringify(customStatus);

/** Schema V2 and later send one flat list; V1 one list for each yield, of which the first to finish counts. */
function groupsOf({ schemaVersion, actions }: OrchestratorState) {
  if (schemaVersion === 0) return actions;
  if (actions.length !== 1 || !actions[0]) {
    throw new Error(`With this schema one list of actions is expected, not ${actions.length}.`);
  }
  return actions[0].map((action) => [action]);
}

/** The app's code deals with a task's failure; here it only ends the wait. */
function swallow(task: Task): Task {
  const done = createDeferred();
  task.onSettled((outcome) => {
    const isTheirs = outcome.ok || outcome.error instanceof TaskFailure || outcome.error instanceof TimerCanceled;
    done.settle(isTheirs ? fulfilled(undefined) : outcome);
  });
  return done;
}

/** An orchestration ends or continues only when nothing that it scheduled is open. */
function conclude(
  context: ReplayContext,
  actions: ActionRunner,
  progress: ReplayProgress,
): Omit<Episode, 'customStatus'> {
  const { main, terminated, isSuspended, carried } = progress;
  const rest = { decisions: context.decisions(), isSuspended, continueAsNew: undefined };
  if (terminated) return { ...rest, ending: endedBy('Terminated', terminated.reason) };
  if (context.openTasks() > 0 || !main?.outcome) return { ...rest, ending: undefined };
  if (!main.outcome.ok) return { ...rest, ending: failureOf(main.outcome.error) };
  const continuedWith = actions.continuedWith();
  if (continuedWith) return { ...rest, ending: undefined, continueAsNew: { ...continuedWith, carried } };
  return { ...rest, ending: endedBy('Completed', main.outcome.value) };
}

/** The text is DTFx's (FailureDetails.ToString). */
function refused({ type, message }: Extract<OrchestratorAnswer, { kind: 'refused' }>): Episode {
  const failureDetails: FailureDetails = {
    ...{ ErrorType: type, ErrorMessage: message, StackTrace: null },
    ...{ IsNonRetriable: true, Properties: null, InnerFailure: null },
  };
  const ending: Ending = { status: 'Failed', result: `${type}: ${message}`, details: '', failureDetails };
  return { decisions: [], ending, continueAsNew: undefined, isSuspended: false, customStatus: undefined };
}

const endedBy = (status: FinalStatus, result: string | null): Ending => ({
  status,
  result,
  details: '',
  failureDetails: null,
});

function failureOf(error: Error): Ending {
  const known = error instanceof OrchestrationFailure ? error : undefined;
  return {
    status: 'Failed',
    result: error.message,
    details: known?.details ?? error.stack ?? '',
    failureDetails: known?.failureDetails ?? null,
  };
}
