import type { Entity, Instance } from './state';

/**
 * An entity as it stands among the instances of the task hub: its scheduler is an instance that never ends, bears the entity's id as its
 * name, and carries the state from one batch of operations to the next as its input (DTFx, Entities.AutoStart; the extension, SchedulerState
 * and EntityStatus).
 */
export function instanceOf(entity: Entity): Instance {
  const { id, exists, state, queue, lockedBy, createdAt, updatedAt, meter } = entity;
  const locked = lockedBy !== null && { lockedBy };
  const scheduler = {
    ...(exists && { exists, state }),
    ...(queue.length > 0 && { queue }),
    ...locked,
    sorter: {},
  };
  const summary = {
    ...(exists && { entityExists: true }),
    ...(queue.length > 0 && { queueSize: queue.length }),
    ...locked,
  };
  return {
    ...{ id, name: id, executionId: '', version: '', status: 'Running', output: null, parent: null },
    input: JSON.stringify(scheduler),
    customStatus: JSON.stringify(summary),
    ...{ createdAt, updatedAt, meter },
  };
}
