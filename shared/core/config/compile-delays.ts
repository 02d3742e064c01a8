import { USUAL_PLAN } from '../routing/plan';
import type { Located, Report } from './collect';
import type { Agent, Queue } from './compiled';
import { keyed } from './compile-routing';
import type { QueueSource } from './document';

/** They travel with every visit of the queue in a journal entry. */
const MOST_DELAYS = 8;

/** The queues with the waits after which their visits are shown to agents who help out in them. */
export function compileDelays(
  queues: ReadonlyMap<string, { readonly item: Located<QueueSource>; readonly queue: Queue }>,
  agents: ReadonlyMap<string, Agent>,
  report: Report,
): ReadonlyMap<string, Queue> {
  const delays = delaysByQueue(agents.values());
  return new Map(
    [...queues].map(([id, { item, queue }]) => {
      const delaysMs = [...(delays.get(id) ?? [])].sort((a, b) => a - b);
      if (delaysMs.length > MOST_DELAYS)
        report(
          'tooLarge',
          item,
          ['id'],
          `agents have ${delaysMs.length} different delays of it, at most ${MOST_DELAYS}`,
        );
      return [id, delaysMs.length === 0 ? queue : delayed(queue, delaysMs)];
    }),
  );
}

const delayed = (queue: Queue, delaysMs: readonly number[]): Queue => ({
  ...queue,
  plan: keyed({ ...(queue.plan ?? USUAL_PLAN), delaysMs }),
  rules: queue.rules.map((rule) => ({ ...rule, plan: keyed({ ...rule.plan, delaysMs }) })),
});

function delaysByQueue(agents: Iterable<Agent>): ReadonlyMap<string, ReadonlySet<number>> {
  const delays = new Map<string, Set<number>>();
  for (const { queueIds, preferences } of agents)
    for (const [queueId, { afterMs }] of preferences)
      if (afterMs > 0 && queueIds.includes(queueId))
        delays.set(queueId, (delays.get(queueId) ?? new Set<number>()).add(afterMs));
  return delays;
}
