import { createShard, nextDueAt } from '../../shared/core/routing/shard';
import { arrivalsOf } from './arrivals';
import { happen } from './happen';
import { createAgenda, foresee, foreseeArrival, next, type Agenda } from './happenings';
import type { Model, Shift } from './model';
import { perform } from './perform';
import { randomOf } from './random';
import type { Witness } from './seen';
import type { World } from './world';

export interface Run {
  readonly seed: number | string;
  /** Lengths that figures are taken of apart, from the beginning; null: one. */
  readonly periodMs: number | null;
}

/** Lives a model through, from its first customer until everybody is done with. `witness` sees it. */
export function runWorld(model: Model, run: Run, witness: Witness): void {
  const world = createWorld(model, witness);
  model.shifts.forEach((shift) => foreseeShift(world.agenda, shift));
  foreseeCustomers(world, String(run.seed));
  foreseePeriods(world, run.periodMs);
  for (let due = next(world.agenda); due !== undefined; due = next(world.agenda)) {
    world.now = due.at;
    happen(world, due.what);
    lookAhead(world);
  }
  for (const contact of world.contacts.values())
    if (contact.isWaiting) witness({ kind: 'stranded', at: world.now, contact });
}

const createWorld = (model: Model, witness: Witness): World => ({
  model,
  agenda: createAgenda(),
  witness,
  perform,
  contacts: new Map(),
  shifts: shiftsByAgent(model.shifts),
  waiting: 0,
  state: createShard(model.config.shardId),
  now: model.fromAt,
  told: 0,
  done: [],
  tickAt: Number.POSITIVE_INFINITY,
});

function shiftsByAgent(shifts: readonly Shift[]): Map<string, Shift[]> {
  const byAgent = new Map<string, Shift[]>();
  for (const shift of [...shifts].sort((a, b) => a.fromAt - b.fromAt))
    byAgent.set(shift.agentId, [...(byAgent.get(shift.agentId) ?? []), shift]);
  return byAgent;
}

function foreseeShift(agenda: Agenda, shift: Shift): void {
  foresee(agenda, shift.fromAt, { kind: 'agent', shift, set: { kind: 'ready' } });
  for (const pause of shift.breaks) {
    foresee(agenda, pause.fromAt, { kind: 'agent', shift, set: { kind: 'notReady', reason: 'break' } });
    foresee(agenda, pause.untilAt, { kind: 'agent', shift, set: { kind: 'ready' } });
  }
  foresee(agenda, shift.untilAt, { kind: 'agent', shift, set: { kind: 'signedOut' } });
}

function foreseeCustomers({ model, agenda }: World, runName: string): void {
  const { fromAt, untilAt } = model;
  for (const source of model.sources) {
    const arrivals = arrivalsOf(source.arrivals, fromAt, untilAt, randomOf(runName, source.name));
    foreseeArrival(agenda, { source, arrivals, runName, count: 0 });
  }
}

function foreseePeriods({ model: { fromAt, untilAt }, agenda }: World, periodMs: number | null): void {
  const lengthMs = periodMs ?? untilAt - fromAt;
  for (let at = fromAt + lengthMs; at <= untilAt; at += lengthMs) foresee(agenda, at, { kind: 'periodEnd' });
}

/** Routing's own deadlines become a tick of the agenda. */
function lookAhead(world: World): void {
  const { tickMs } = world.model;
  const dueAt = nextDueAt(world.state);
  if (dueAt === undefined) return;
  const soonest = Math.max(dueAt, world.now);
  const at = tickMs === 0 ? soonest : Math.ceil(soonest / tickMs) * tickMs;
  if (at >= world.tickAt) return;
  world.tickAt = at;
  foresee(world.agenda, at, { kind: 'tick' });
}
