import { createHeap, firstOf, popFrom, pushTo } from '../../shared/core/routing/heap';

/** A customer of a queue with one kind of agent. */
export interface Customer {
  readonly cameAt: number;
  readonly handleMs: number;
  readonly patienceMs: number;
}

/** What became of them: waited so long for an agent, or left after their patience. */
export interface Fate {
  readonly isAnswered: boolean;
  readonly waitMs: number;
}

/**
 * First come, first served by `agents` of one kind, written from the definition and knowing nothing of routing: a customer
 * is answered by whoever is free first, unless they left before.
 */
export function* serve(customers: Iterable<Customer>, agents: number): Generator<Fate> {
  const freeAt = createHeap<number>((a, b) => a - b);
  for (let n = 0; n < agents; n += 1) pushTo(freeAt, 0);
  for (const { cameAt, handleMs, patienceMs } of customers) {
    const startAt = Math.max(cameAt, firstOf(freeAt) ?? 0);
    if (startAt - cameAt > patienceMs) {
      // As a clock sees it: the sum is rounded before the difference is taken.
      yield { isAnswered: false, waitMs: cameAt + patienceMs - cameAt };
      continue;
    }
    popFrom(freeAt);
    pushTo(freeAt, startAt + handleMs);
    yield { isAnswered: true, waitMs: startAt - cameAt };
  }
}
