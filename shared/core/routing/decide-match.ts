import { nextChoice, type Choice } from './choose-offer';
import { forsake } from './decide-visit';
import { rulesOf, step, type Circumstances, type Decision } from './decision';
import { firstPushedOut } from './overflow';
import type { ShardState } from './state';

/** The next offer, or, when none can be made, who of those that nobody takes stands too far back; undefined when neither is there. */
export function decideMatch(state: ShardState, circumstances: Circumstances): Decision | undefined {
  const choice = nextChoice(state);
  if (choice !== undefined) return offer(state, choice, circumstances);
  const pushedOut = firstPushedOut(state);
  return pushedOut && forsake(pushedOut);
}

function offer(state: ShardState, choice: Choice, { now, config }: Circumstances): Decision {
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
