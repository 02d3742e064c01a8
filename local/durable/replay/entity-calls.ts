import { createHash } from 'node:crypto';
import { entityInstanceId, parseEntityInstanceId, type EntityId, type EntityRequest } from '../protocol';
import { TaskFailure, type ReplayContext } from './context';
import { requireFunction, toData, type Surroundings } from './surroundings';
import type { Steps } from './task';

const NO_PREDECESSOR = '0001-01-01T00:00:00';

/** Calls, signals and locks of entities: messages to their instances, and the events that answer them. */
export function createEntityCalls(context: ReplayContext, self: Surroundings) {
  let locks: readonly string[] | undefined;
  let lockId = '';
  let guids = 0;

  const common = (): Omit<EntityRequest, 'op'> => ({
    id: deterministicGuid(`${self.instanceId}_${context.timestamp}_${guids++}`),
    parent: self.instanceId,
    parentExecution: self.executionId,
    Timestamp: context.timestamp,
    Predecessor: NO_PREDECESSOR,
  });

  function request(target: string, operation: string, input: unknown, isSignal: boolean): string {
    requireFunction(self, 'entity', parseEntityInstanceId(target).name);
    requireAllowedByLocks(locks, target, isSignal);
    const message = { op: operation, ...signalAndInput(isSignal, toData(input)), ...common() };
    context.send(target, 'op', message satisfies EntityRequest);
    return message.id;
  }

  function* call(target: string, operation: string, input: unknown): Steps<unknown> {
    const id = request(target, operation, input, false);
    const answer = (yield context.waitForEvent(id)) as { result?: string | null; exceptionType?: string } | null;
    if (answer?.exceptionType !== undefined) throw new TaskFailure(answer.result ?? '', false);
    return answer?.result ? (JSON.parse(answer.result) as unknown) : null;
  }

  function* lock(wanted: readonly EntityId[]): Steps<unknown> {
    for (const entity of wanted) requireFunction(self, 'entity', entity.name);
    if (locks) throw new Error('Cannot acquire more locks when already holding some locks.');
    const ids = lockOrder(wanted);
    const message: EntityRequest = { op: null, ...common(), lockset: ids.map(parseEntityInstanceId) };
    lockId = message.id;
    context.send(ids[0] ?? '', 'op', message);
    yield context.waitForEvent(message.id);
    locks = ids;
    return undefined;
  }

  function releaseLocks(): void {
    for (const target of locks ?? []) context.send(target, 'release', { parent: self.instanceId, id: lockId });
    locks = undefined;
  }

  return {
    call,
    lock,
    releaseLocks,
    signal: (target: string, operation: string, input: unknown) => void request(target, operation, input, true),
  };
}

const signalAndInput = (isSignal: boolean, input: string | null) => ({
  ...(isSignal && { signal: true as const }),
  ...(input !== null && { input }),
});

/** Everyone takes locks in one order, so that nobody waits in a circle. */
const lockOrder = (wanted: readonly EntityId[]) => [...new Set(wanted.map(entityInstanceId))].sort();

function requireAllowedByLocks(locks: readonly string[] | undefined, target: string, isSignal: boolean): void {
  if (!locks) return;
  if (isSignal && locks.includes(target)) {
    throw new Error('While holding locks, cannot signal entities whose lock is held.');
  }
  if (!isSignal && !locks.includes(target)) {
    throw new Error('While holding locks, cannot call entities whose lock is not held.');
  }
}

/** The same name gives the same id (UUID version 5's shape), so that every replay sends the same request. */
function deterministicGuid(name: string): string {
  const hash = createHash('sha1').update(name).digest();
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
