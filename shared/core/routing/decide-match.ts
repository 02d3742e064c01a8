import { nextChoice } from './choose-offer';
import { rulesOf, step, type Circumstances, type Decision } from './decision';
import type { ShardState } from './state';

/** The next offer; undefined when none can be made. */
export function decideMatch(state: ShardState, { now, config }: Circumstances): Decision | undefined {
  const choice = nextChoice(state);
  if (choice === undefined) return undefined;
  const { visit, agent, rule, passedOver, figure } = choice;
  const { visitId, interactionId, queueId, channel, priority, dueAt } = visit;
  const { agentId, idleSinceAt } = agent;
  const offerId = `${state.shardId}-${state.seq + 1}`;
  return step(
    { kind: 'offered', offerId },
    {
      kind: 'offer',
      offerId,
      interactionId,
      visitId,
      agentId,
      queueId,
      channel,
      units: agent.profile.capacity.channels[channel]?.units ?? 0,
      deadlineAt: now + rulesOf(config, queueId).offerDeadlineMs[channel],
      why: {
        rule,
        configVersion: config.version,
        step: visit.step,
        priority,
        dueAt,
        idleSinceAt,
        passedOver,
        ...(figure === null ? {} : { figure }),
      },
    },
  );
}
