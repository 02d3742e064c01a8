import type { Departing, Visit } from './state';

/** When the visit leaves its queue without an agent by what is known now. Undefined: never. */
export function departingOf(visit: Visit): Departing | undefined {
  const { plan, overflowing } = visit;
  const held = overflowing === null ? undefined : plan.overflow[overflowing];
  if (held !== undefined) return { at: visit.enteredAt, to: held.to, because: held.when.kind };
  if (plan.after === null && plan.overflow.length === 0) return undefined;
  const all = [stepsOver(visit), ...plan.overflow.flatMap((rule) => timed(visit, rule) ?? [])];
  return all.reduce((first, one) => (first === undefined || (one !== undefined && one.at < first.at) ? one : first));
}

function stepsOver({ plan, steps, step, stepUntilAt }: Visit): Departing | undefined {
  if (plan.after === null || stepUntilAt === null || step + 1 < steps.length) return undefined;
  return { at: stepUntilAt, to: plan.after, because: 'stepsOver' };
}

function timed({ enteredAt, closesAt }: Visit, { when, to }: Visit['plan']['overflow'][number]): Departing | undefined {
  if (when.kind === 'waited') return { at: enteredAt + when.forMs, to, because: when.kind };
  if (when.kind === 'closed' && closesAt !== null) return { at: closesAt, to, because: when.kind };
  return undefined;
}
