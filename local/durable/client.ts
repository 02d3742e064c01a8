import { randomUUID } from 'node:crypto';
import { entityMessage } from './entity-step';
import { isThere, unknownFunction } from './functions';
import type { FunctionKind } from './replay/surroundings';
import type { HubContext } from './hub-context';
import { newExecutionId } from './ids';
import { newInstance } from './orchestration-step';
import {
  EventType,
  entityInstanceId,
  isFinal,
  type EntityId,
  type EventBody,
  type ExecutionStarted,
  type HistoryEvent,
  type RuntimeStatus,
} from './protocol';
import { charge, type Change, type Entity, type Instance } from './state';
import { rewindChanges } from './rewind';
import { TRANSACTIONS } from './tariff';

/** Why a client's call was refused. */
export class Refused extends Error {
  constructor(
    readonly code: 'badArgument' | 'disabled' | 'alreadyExists' | 'notFound' | 'finished' | 'wrongState' | 'notFailed',
    message: string,
  ) {
    super(message);
  }
}

export interface InstanceFilter {
  readonly createdFrom?: number;
  readonly createdTo?: number;
  readonly statuses?: readonly RuntimeStatus[];
  readonly idPrefix?: string;
}

export type ControlKind = 'terminate' | 'suspend' | 'resume';

/** What clients may ask of the task hub. Data is JSON text. Each promise resolves when its effect is on disk. */
export interface DurableClient {
  /** Gives the instance id: a new one when none is given. Refuses an id that is pending, running or suspended. */
  start(name: string, id: string | undefined, input: string | null, version: string): Promise<string>;
  readonly instance: (id: string) => Instance | undefined;
  /** Orchestrations alone. */
  instances(filter: InstanceFilter): readonly Instance[];
  history(id: string): readonly HistoryEvent[];
  raiseEvent(id: string, name: string, input: string | null): Promise<void>;
  control(id: string, kind: ControlKind, reason: string | null): Promise<void>;
  /** Takes a failed instance, and its failed children, back to before their failures. */
  rewind(id: string, reason: string | null): Promise<void>;
  /** Starts the instance's function anew on the same input, under the id that is given or one that is made up; gives the id. */
  restart(id: string, newId: string | undefined, version: string): Promise<string>;
  /** Number of instances deleted: 0 where there is none. What still runs goes as well; messages to it are dropped. */
  purge(id: string): Promise<number>;
  entity(id: EntityId): Entity | undefined;
  readonly entities: () => readonly Entity[];
  signal(id: EntityId, operation: string, input: string | null): Promise<void>;
}

export function createClient(context: HubContext, commit: (change: Change) => Promise<void>): DurableClient {
  const { hub, envelopes } = context;
  function tell(id: string, body: EventBody, times = 1): Promise<void> {
    const message = () => envelopes.message(id, envelopes.event(body), { isFromClient: true });
    return commit({ consumed: [], emitted: Array.from({ length: times }, message) });
  }

  async function control(id: string, kind: ControlKind, reason: string | null): Promise<void> {
    const { status } = requireRunning(hub.instance(id), id);
    if ((kind === 'suspend' && status === 'Suspended') || (kind === 'resume' && status !== 'Suspended')) {
      throw new Refused(
        'wrongState',
        `Cannot ${kind} the orchestration instance ${id} because instance is in the ${status} state.`,
      );
    }
    await tell(id, controlEvent(kind, reason));
  }

  async function purge(id: string): Promise<number> {
    if (!hub.instance(id) && !hub.entity(id)) return 0;
    await commit({ consumed: [], emitted: [], removed: id });
    return 1;
  }

  const start = createStart(context, commit);
  return {
    start,
    ...createRevival(context, commit, start),
    instance: hub.instance,
    instances: (filter) => hub.instances().filter((instance) => matches(instance, filter)),
    history: (id) => hub.history(id).events,
    async raiseEvent(id, name, input) {
      requireRunning(hub.instance(id), id);
      await tell(
        id,
        { EventType: EventType.EventRaised, Name: name, Input: input },
        context.roughness.repeatsEvent() ? 2 : 1,
      );
    },
    control,
    purge,
    entity: (id) => hub.entity(entityInstanceId(id)),
    entities: hub.entities,
    async signal(id, operation, input) {
      requireKnown(context, 'entity', id.name);
      requireCleanId(id.key, 'Entity keys');
      const request = { op: operation, signal: true as const, ...(input !== null && { input }), id: randomUUID() };
      await commit({ consumed: [], emitted: [entityMessage(context, entityInstanceId(id), request, true)] });
    },
  };
}

/** What brings an instance back that was there before. */
function createRevival(
  context: HubContext,
  commit: (change: Change) => Promise<void>,
  start: DurableClient['start'],
): Pick<DurableClient, 'rewind' | 'restart'> {
  const { hub } = context;
  return {
    async rewind(id, reason) {
      const instance = hub.instance(id);
      if (!instance) throw new Refused('notFound', `No orchestration with instance ID "$${id}" found.`);
      if (instance.status !== 'Failed')
        throw new Refused(
          'notFailed',
          `This orchestration has status ${instance.status}, but only orchestrations in the "Failed" state can be rewound.`,
        );
      // Those of one turn of the event loop are one transaction.
      await Promise.all(rewindChanges(context, instance, reason).map(commit));
    },
    async restart(id, newId, version) {
      const found = hub.instance(id);
      if (!found) throw new Refused('badArgument', `No instance with ID '${id}' was found. (Parameter 'instanceId')`);
      return start(found.name, newId, found.input, version);
    },
  };
}

function createStart(context: HubContext, commit: (change: Change) => Promise<void>): DurableClient['start'] {
  /** Ids whose start is on its way to disk. */
  const starting = new Set<string>();
  return async function start(name, wanted, input, version) {
    const id = wanted === undefined || wanted === '' ? newExecutionId() : wanted;
    requireInstanceId(id);
    if (context.functions.isDisabled?.('orchestrator', name))
      throw new Refused('disabled', unknownFunction(context.functions, 'orchestrator', name));
    const existing = context.hub.instance(id);
    const status = existing && !isFinal(existing.status) ? existing.status : starting.has(id) ? 'Pending' : undefined;
    if (status !== undefined && context.replacesRunning) {
      await takeOver(context, commit, startedEvent(id, name, input, version));
      return id;
    }
    if (status !== undefined) {
      throw new Refused('alreadyExists', `An Orchestration instance with the status ${status} already exists.`);
    }
    starting.add(id);
    try {
      await commit(startOf(context, id, name, input, version));
    } finally {
      starting.delete(id);
    }
    return id;
  };
}

const startedEvent = (id: string, name: string, input: string | null, version: string): ExecutionStarted => ({
  EventType: EventType.ExecutionStarted,
  OrchestrationInstance: { InstanceId: id, ExecutionId: newExecutionId() },
  ParentInstance: null,
  Name: name,
  Version: version,
  Input: input,
  Tags: null,
});

/**
 * A start that has its turn behind what the instance is at, and then takes its place. Whoever starts it waits for that; where queues are
 * polled the clock would have to move meanwhile, and it waits for them.
 */
async function takeOver(
  { envelopes, awaited, roughness }: HubContext,
  commit: (change: Change) => Promise<void>,
  body: ExecutionStarted,
): Promise<void> {
  const { InstanceId: id, ExecutionId: executionId } = body.OrchestrationInstance;
  const message = envelopes.message(id, envelopes.event(body), { executionId, isFromClient: true });
  const turn = roughness.joinsSteps ? awaited.turnOf(message.id) : undefined;
  await commit({ consumed: [], emitted: [{ ...message, replaces: true }] });
  await turn;
}

/** The pending instance and its start message, so that an event raised right after finds both. */
function startOf(context: HubContext, id: string, name: string, input: string | null, version: string): Change {
  const { envelopes } = context;
  const body = startedEvent(id, name, input, version);
  const { ExecutionId: executionId } = body.OrchestrationInstance;
  const created = newInstance(id, body, context.now());
  return {
    consumed: [],
    emitted: [envelopes.message(id, envelopes.event(body), { executionId })],
    instance: { ...created, meter: charge(created.meter, TRANSACTIONS.start) },
    // Of one who was here before; to look for what is not there costs every start its own statement.
    history: { replace: context.hub.instance(id) !== undefined, events: [] },
  };
}

function controlEvent(kind: ControlKind, reason: string | null): EventBody {
  switch (kind) {
    case 'terminate':
      return { EventType: EventType.ExecutionTerminated, Input: reason };
    case 'suspend':
      return { EventType: EventType.ExecutionSuspended, Reason: reason };
    case 'resume':
      return { EventType: EventType.ExecutionResumed, Reason: reason };
    default:
      return kind satisfies never;
  }
}

/** Whether a list by that filter has the instance. */
export function matches(instance: Instance, { createdFrom, createdTo, statuses = [], idPrefix = '' }: InstanceFilter) {
  return (
    instance.createdAt >= (createdFrom ?? Number.NEGATIVE_INFINITY) &&
    instance.createdAt <= (createdTo ?? Number.POSITIVE_INFINITY) &&
    (statuses.length === 0 || statuses.includes(instance.status)) &&
    instance.id.startsWith(idPrefix)
  );
}

function requireInstance(instance: Instance | undefined, id: string): Instance {
  if (!instance) throw new Refused('notFound', `There is no instance ${id}.`);
  return instance;
}

function requireRunning(found: Instance | undefined, id: string): Instance {
  const instance = requireInstance(found, id);
  if (isFinal(instance.status)) throw new Refused('finished', `The instance ${id} is ${instance.status}.`);
  return instance;
}

function requireKnown({ functions }: HubContext, kind: FunctionKind, name: string): void {
  if (!isThere(functions, kind, name)) throw new Refused('badArgument', unknownFunction(functions, kind, name));
}

const LONGEST_INSTANCE_ID = 256;

function requireInstanceId(id: string): void {
  if (id.startsWith('@')) throw new Refused('badArgument', 'Orchestration instance ids must not start with @.');
  if (id.length > LONGEST_INSTANCE_ID) {
    throw new Refused('badArgument', `Instance ID lengths must not exceed ${LONGEST_INSTANCE_ID} characters.`);
  }
  requireCleanId(id, 'Orchestration instance ids');
}

function requireCleanId(id: string, what: string): void {
  if (!/[/\\?#\u0000-\u001f\u007f-\u009f]/.test(id)) return;
  throw new Refused('badArgument', `${what} must not contain /, \\, #, ?, or control characters.`);
}
