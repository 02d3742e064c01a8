import { NO_AGENT, type AgentFigures } from './interval';

/** Of each agent only that offers did not reach them: a fault of theirs to be mended, and no measure of their work. */
export const neverDelivered = (
  agents: Readonly<Record<string, AgentFigures>>,
): Readonly<Record<string, AgentFigures>> =>
  Object.fromEntries(
    Object.entries(agents).flatMap(([agentId, { offerEnds }]) =>
      offerEnds.unreachable > 0
        ? [[agentId, { ...NO_AGENT, offerEnds: { ...NO_AGENT.offerEnds, unreachable: offerEnds.unreachable } }]]
        : [],
    ),
  );
