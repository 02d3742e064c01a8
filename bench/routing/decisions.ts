import type { Entry } from '../../shared/core/routing/entries';
import { figure, processorMs, quantile, round } from '../figure';
import { enqueue, fullFloor, QUEUES, takeAll } from './floor';

export const WAITING = 50_000;
const CYCLES = 20_000;

/** What was measured with so many agents. */
export interface Measured {
  readonly agents: number;
  readonly offersPerSecond: number;
  readonly cyclesPerSecond: number;
  readonly p99Ms: number;
}

/**
 * Pure decisions on one core, no store, no clock: everybody is at work and 50,000 wait. Each cycle frees one agent, decides who is offered
 * to them, and lets another customer in. An offer's time is that of the decision alone, offers a second count
 * processor time; a cycle is release, decision, accept and enqueue.
 */
export function benchDecisions(agents: number): Measured {
  const { floor, held } = fullFloor(agents, WAITING);
  const timesMs: number[] = [];
  let next = agents + WAITING;
  let offered = 0;
  let matchingMs = 0;
  const tookMs = processorMs(() => {
    for (let cycle = 0; cycle < CYCLES; cycle += 1) {
      floor.tell({ name: 'release', assignmentId: held[(cycle * 7_919) % held.length] ?? '', wrapUpMs: null });
      let entries: readonly Entry[] = [];
      matchingMs += processorMs(() => {
        const began = performance.now();
        entries = floor.tell({ name: 'match' });
        timesMs.push(performance.now() - began);
      });
      for (const { acts } of entries)
        for (const act of acts) {
          if (act.kind !== 'offer') continue;
          floor.tell({ name: 'accept', offerId: act.offerId, agentId: act.agentId });
          held[(cycle * 7_919) % held.length] = act.offerId;
          offered += 1;
        }
      floor.tell(enqueue((next += 1)));
      takeAll(floor);
    }
  });
  const measured = {
    agents,
    offersPerSecond: Math.round((offered / matchingMs) * 1_000),
    cyclesPerSecond: Math.round((offered / tookMs) * 1_000),
    p99Ms: round(quantile(timesMs, 0.99), 4),
  };
  figure('routing decisions', {
    ...measured,
    queues: QUEUES,
    waiting: WAITING,
    offers: offered,
    p50Ms: round(quantile(timesMs, 0.5), 4),
    slowestMs: round(Math.max(...timesMs), 3),
  });
  return measured;
}
