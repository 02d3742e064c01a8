import { randomUUID } from 'node:crypto';
import { unknownFunction } from './functions';
import type { HubContext } from './hub-context';
import { entityInstanceId, EventType, parseEntityInstanceId, type EntityId, type EntityRequest } from './protocol';
import { charge, NEW_METER, type Change, type Entity, type EventMessage, type Message } from './state';
import { transactionsOfStep } from './tariff';

/** What an entity function gives for a batch; `results[i]` belongs to the i-th operation. */
interface EntityAnswer {
  readonly entityExists: boolean;
  readonly entityState?: string | null;
  readonly results: readonly { readonly isError: boolean; readonly result?: string | null }[];
  readonly signals?: readonly { readonly target: EntityId; readonly name: string; readonly input?: string }[];
}

/** An entity in the middle of a step. */
interface Turn {
  entity: Entity;
  queue: EntityRequest[];
  readonly emitted: Message[];
}

/** Takes a batch of messages of one entity; the change is still to be committed. */
export async function runEntity(context: HubContext, id: string, batch: readonly EventMessage[]): Promise<Change> {
  const known = context.hub.entity(id) ?? newEntity(id, context.now());
  const turn: Turn = { entity: known, queue: [...known.queue], emitted: [] };
  receive(turn, batch);
  while (mayProceed(turn)) await proceed(context, turn);
  const consumed = batch.map((message) => message.id);
  const { entity, queue, emitted } = turn;
  if (!entity.exists && queue.length === 0 && entity.lockedBy === null) return { consumed, emitted, removed: id };
  const meter = charge(entity.meter, transactionsOfStep(batch, 3, emitted.length), 0, 1);
  return { consumed, emitted, entity: { ...entity, queue, updatedAt: context.now(), meter } };
}

const newEntity = (id: string, now: number): Entity => ({
  id,
  exists: false,
  state: null,
  queue: [],
  lockedBy: null,
  createdAt: now,
  updatedAt: now,
  meter: NEW_METER,
});

/** Operations of the lock's owner go before everyone's else. */
function receive(turn: Turn, batch: readonly EventMessage[]): void {
  const urgent: EntityRequest[] = [];
  for (const { event } of batch) {
    if (event.EventType !== EventType.EventRaised || event.Input === null) continue;
    const request = JSON.parse(event.Input) as EntityRequest;
    const isOwner = turn.entity.lockedBy !== null && turn.entity.lockedBy === request.parent;
    if (event.Name === 'release') {
      if (isOwner) turn.entity = { ...turn.entity, lockedBy: null };
    } else if (isOwner) urgent.push(request);
    else turn.queue.push(request);
  }
  turn.queue.unshift(...urgent);
}

function mayProceed({ entity, queue }: Turn): boolean {
  const [first] = queue;
  return first !== undefined && (entity.lockedBy === null || entity.lockedBy === first.parent);
}

async function proceed(context: HubContext, turn: Turn): Promise<void> {
  const operations: EntityRequest[] = [];
  while (mayProceed(turn) && !turn.queue[0]?.lockset) operations.push(...turn.queue.splice(0, 1));
  if (operations.length > 0) await operate(context, turn, operations);
  else takeLock(context, turn, turn.queue.splice(0, 1)[0]);
}

/** One call of the function for the whole batch. A throw of an operation does not roll the state back (out of process). */
async function operate(context: HubContext, turn: Turn, operations: readonly EntityRequest[]): Promise<void> {
  const answer = await callEntity(context, turn.entity, operations);
  turn.entity = { ...turn.entity, exists: answer.entityExists, state: answer.entityState ?? null };
  operations.forEach((operation, i) => {
    const { isError = false, result = null } = answer.results[i] ?? {};
    if (!operation.signal) reply(context, turn, operation, isError ? { result, exceptionType: 'Error' } : { result });
  });
  for (const { target, name, input } of answer.signals ?? []) {
    const request: EntityRequest = {
      op: name,
      signal: true,
      ...(input !== undefined && { input }),
      id: randomUUID(),
      parent: turn.entity.id,
    };
    turn.emitted.push(entityMessage(context, entityInstanceId(target), request));
  }
}

async function callEntity(
  context: HubContext,
  { id, exists, state }: Entity,
  operations: readonly EntityRequest[],
): Promise<EntityAnswer> {
  const self = parseEntityInstanceId(id);
  const batch = operations.map(({ op, input, signal }) => ({
    name: op,
    input: input ?? null,
    isSignal: signal ?? false,
  }));
  try {
    const entity = context.functions.find('entity', self.name);
    if (!entity) throw new Error(unknownFunction(context.functions, 'entity', self.name));
    const value = await entity.run(JSON.stringify({ self, exists, state, batch }), {});
    return (typeof value === 'string' ? JSON.parse(value) : value) as EntityAnswer;
  } catch (error) {
    const result = JSON.stringify(error instanceof Error ? error.message : String(error));
    return { entityExists: exists, entityState: state, results: operations.map(() => ({ isError: true, result })) };
  }
}

function reply(context: HubContext, turn: Turn, request: EntityRequest, answer: object): void {
  if (request.parent === undefined) return;
  const { envelopes } = context;
  const event = envelopes.event({
    EventType: EventType.EventRaised,
    Name: request.id,
    Input: JSON.stringify(answer),
  });
  const options = request.parentExecution === undefined ? {} : { executionId: request.parentExecution };
  turn.emitted.push(envelopes.message(request.parent, event, options));
}

/** The request travels through its sorted set, entity by entity; the last one answers. */
function takeLock(context: HubContext, turn: Turn, request: EntityRequest | undefined): void {
  if (!request?.lockset || request.parent === undefined) return;
  turn.entity = { ...turn.entity, lockedBy: request.parent };
  const pos = (request.pos ?? 0) + 1;
  const next = request.lockset[pos];
  if (next) turn.emitted.push(entityMessage(context, entityInstanceId(next), { ...request, pos }));
  else reply(context, turn, request, { result: 'Lock Acquisition Completed' });
}

/** An operation on its way to an entity. */
export function entityMessage({ envelopes }: HubContext, target: string, request: EntityRequest, isFromClient = false) {
  const event = envelopes.event({
    EventType: EventType.EventRaised,
    Name: 'op',
    Input: JSON.stringify(request),
  });
  return envelopes.message(target, event, { isFromClient });
}
