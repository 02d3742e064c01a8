import type { Clock } from '../kit/clock';
import type { Doors } from '../kit/doors';
import type { Store } from '../kit/store';
import type { Work } from '../kit/work';
import { runActivity } from './activity-step';
import { createAwaitedMessages } from './awaited-messages';
import { createClient, type DurableClient } from './client';
import { createDispatcher, type Dispatcher, type Workers } from './dispatch';
import type { Batch, Ready } from './lanes';
import { runEntity } from './entity-step';
import type { DurableFunctions } from './functions';
import type { HttpSender } from './http-activity';
import { openHub } from './hub';
import type { HubContext } from './hub-context';
import type { AtKillPoint } from './kill-points';
import { createEnvelopes } from './messages';
import { createOrchestrationStep, type Step } from './orchestration-step';
import type { Roughness } from './roughness';
import { isEntityInstance, isFinal } from './protocol';
import { charge, type ActivityMessage, type Change, type EventMessage, type Message } from './state';
import { TRANSACTIONS } from './tariff';
import { ANY_VERSION, type Versioning } from './versioning';

export interface TaskHubOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly work: Work;
  /** For callHttp. */
  readonly sender: HttpSender;
  readonly functions: DurableFunctions;
  readonly roughness: Roughness;
  readonly atKillPoint: AtKillPoint;
  /** Activities under way at a time; 100 when absent. */
  readonly maxActivities?: number;
  /** Any version when absent. */
  readonly versioning?: Versioning;
  /** See `HubContext`; refused when absent. */
  readonly replacesRunning?: boolean;
  /** Of the process; without them nobody comes in. */
  readonly doors?: Doors;
  /** A step could not be computed or written: the hub can not go on, and the process should end. */
  onBroken(error: unknown): void;
}

/** The Durable extension's task hub: instances, their history and messages, on disk before anybody is told. */
export interface TaskHub {
  readonly client: DurableClient;
  /** What waits in its queues, the oldest first. */
  readonly messages: () => readonly Message[];
  /** Starts handing out what was pending on disk. */
  start(): void;
  /** Ends what runs and hands out nothing more. */
  stop(): Promise<void>;
}

export function createTaskHub(options: TaskHubOptions): TaskHub {
  const { clock, work, functions, roughness } = options;
  const hub = openHub(options.store);
  const now = () => clock.now();
  const { versioning = ANY_VERSION, replacesRunning = false } = options;
  const envelopes = createEnvelopes(now, hub.nextMessageId);
  const awaited = createAwaitedMessages();
  const context: HubContext = { hub, functions, now, roughness, envelopes, versioning, replacesRunning, awaited };
  const orchestrate = losingHistory(createOrchestrationStep(context), roughness, commit);
  const dispatcher = createDispatcher({
    clock,
    work,
    takenAt: roughness.takenAt,
    writes: hub.writes,
    maxActivities: options.maxActivities ?? 100,
    isSomebodyComing: () => options.doors?.isSomebodyComing() ?? false,
    workers: createWorkers({ ...options, context, orchestrate, dispatcher: () => dispatcher }),
  });

  async function commit(change: Change): Promise<void> {
    await hub.commit(change);
    dispatcher.accept(change.emitted);
  }

  return {
    client: createClient(context, commit),
    messages: hub.messages,
    start: () => dispatcher.accept(hub.pending),
    stop: () => dispatcher.stop(),
  };
}

interface Working extends Pick<TaskHubOptions, 'sender' | 'roughness' | 'atKillPoint' | 'onBroken'> {
  readonly context: HubContext;
  readonly orchestrate: Step;
  readonly dispatcher: () => Dispatcher;
}

/** Takes steps and commits them; nobody is told of one before it is on disk. */
function createWorkers(working: Working): Workers {
  const { context, orchestrate, dispatcher, sender, roughness, atKillPoint, onBroken } = working;
  const { hub, awaited } = context;
  /** Messages up to this one were left by a process that may have died of what they woke. */
  const lastLeft = hub.pending.at(-1)?.id ?? 0;
  const episode: Step = async (id, batch) => {
    const change = await orchestrate(id, batch);
    return change && dropOldTimers(context, dispatcher(), change);
  };

  async function runBatch(id: string, batch: readonly EventMessage[]): Promise<void> {
    const change = isEntityInstance(id) ? await runEntity(context, id, batch) : await episode(id, batch);
    // What is not for this host stays on disk for the next.
    if (!change) return;
    atKillPoint('beforeEpisodeCommit');
    await hub.commit(change);
    atKillPoint('afterEpisodeCommit');
    dispatcher().accept(change.emitted);
  }

  async function runOne(message: ActivityMessage): Promise<void> {
    const told = await runActivity(context, sender, message);
    const [only] = told.emitted;
    const mayJoin = roughness.joinsSteps && message.id > lastLeft;
    const woken = mayJoin && only?.kind === 'event' ? dispatcher().wake(only) : undefined;
    if (woken && only) return wakeAtOnce(told, only.id, woken);
    atKillPoint('beforeActivityCommit');
    await hub.commit(told);
    atKillPoint('afterActivityCommit');
    dispatcher().accept(told.emitted);
  }

  /**
   * The result is not written before the orchestration has taken it: one commit for both, which a crash undoes together. The
   * process that comes after it writes them one by one, so that an episode that kills it does not repeat the activity for ever.
   */
  async function wakeAtOnce(told: Change, resultId: number, { item, end }: Ready<Batch>): Promise<void> {
    const change = (await episode(item.instanceId, item.messages)) ?? told;
    atKillPoint('beforeActivityCommit');
    atKillPoint('beforeEpisodeCommit');
    const consumed = [...told.consumed, ...change.consumed.filter((id) => id !== resultId)];
    await hub.commit({ ...change, consumed });
    atKillPoint('afterActivityCommit');
    atKillPoint('afterEpisodeCommit');
    end();
    dispatcher().accept(change.emitted);
    awaited.hadTheirTurn(item.messages);
  }

  const unlessBroken = (step: Promise<void>) => step.catch(onBroken);
  return {
    runBatch: (id, batch) => unlessBroken(runBatch(id, batch).then(() => awaited.hadTheirTurn(batch))),
    runActivity: (message) => unlessBroken(runOne(message)),
  };
}

/** On Azure Storage what a step sends is on its way before its history is written: after a crash in between it is done again. */
function losingHistory(step: Step, roughness: Roughness, commit: (change: Change) => Promise<void>): Step {
  return async (id, batch) => {
    const change = await step(id, batch);
    if (!change || change.emitted.length === 0 || !roughness.losesHistory()) return change;
    await commit({ consumed: [], emitted: change.emitted });
    return step(id, batch);
  };
}

/** Timers of an execution that is over would only be fetched and dropped: they go now, at the price of that. */
function dropOldTimers({ hub }: HubContext, dispatcher: Dispatcher, change: Change): Change {
  const { instance } = change;
  if (!instance) return change;
  const before = hub.instance(instance.id);
  const isOver = isFinal(instance.status) || (before && before.executionId !== instance.executionId);
  const dropped = isOver ? dispatcher.dropTimers(instance.id) : [];
  if (dropped.length === 0) return change;
  const meter = charge(instance.meter, dropped.length * TRANSACTIONS.dropped);
  return { ...change, consumed: [...change.consumed, ...dropped], instance: { ...instance, meter } };
}
