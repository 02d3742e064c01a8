import { eventsOf, storyOf, type Evidence } from '../evidence';
import { replaced } from '../stored';
import { need, type Kept } from './promise';

export const abandonedCounted: Kept = {
  says: 'A caller who hangs up while an agent is alerted counts as abandoned, once, and never as the agent’s miss.',
  check(evidence) {
    const story = storyOf(evidence, 'abandonedCall');
    const outcomes = eventsOf(evidence, story).flatMap(({ event }) => event.outcome ?? []);
    const shown = sum(evidence, (interval) => interval.queues['support|voice']?.outcomes['abandoned']);
    const alerted = story.passedOver?.agentId ?? '';
    const ignoredByAll = evidence.told.filter(
      ({ passedOver }) => passedOver?.how === 'ignored' && passedOver.agentId === alerted,
    ).length;
    const misses = sum(evidence, (interval) => interval.agents[alerted]?.offerEnds['ignored']);
    return [
      ...(outcomes.join() === 'abandoned' ? [] : [`The visit ended as '${outcomes.join()}'.`]),
      ...(shown === 1 ? [] : [`Supervisors are shown ${shown} abandoned calls.`]),
      ...(misses === ignoredByAll ? [] : [`${alerted} is charged with ${misses} misses.`]),
      ...(story.passedOver?.stateAfter === 'ready' ? [] : [`${alerted} was ${story.passedOver?.stateAfter ?? '?'}.`]),
    ];
  },
  async breakIt({ stored }) {
    const aggregates = await stored.query<Aggregate>('metrics', "SELECT * FROM c WHERE c.id = 'aggregate'");
    const before = need(
      aggregates.find(({ aggregate }) => (aggregate.queues?.['support|voice']?.outcomes['abandoned'] ?? 0) > 0),
      'count of abandoned calls',
    );
    const row = need(before.aggregate.queues?.['support|voice'], 'queue');
    const queues = {
      ...before.aggregate.queues,
      'support|voice': { ...row, outcomes: { ...row.outcomes, abandoned: 0 } },
    };
    return replaced(stored, 'metrics', before, { ...before, aggregate: { ...before.aggregate, queues } });
  },
};

interface Aggregate {
  readonly id: string;
  readonly pk: string;
  readonly aggregate: {
    readonly queues?: Readonly<Record<string, { readonly outcomes: Readonly<Record<string, number>> }>>;
  };
}

const sum = ({ figures }: Evidence, of: (interval: Evidence['figures'][number]) => number | undefined): number =>
  figures.reduce((total, interval) => total + (of(interval) ?? 0), 0);
