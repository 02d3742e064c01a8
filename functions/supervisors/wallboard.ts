import type { FloorInteraction } from '../../shared/contracts/http/wallboard';
import type { CompiledConfig } from '../../shared/core/config/compiled';
import { agentIdOf } from '../../shared/core/lib/ids';
import { openInteractions, type OpenInteraction } from '../../shared/flows/supervisors/open-interactions';
import { overseenQueues } from '../../shared/flows/supervisors/oversight';
import { readFloor } from '../../shared/flows/supervisors/read-floor';
import { shownAvailability } from '../../shared/flows/live/tell-agent-state';
import { summaryOf } from '../agents/views';
import type { App } from '../compose';
import { roleOperation } from '../operations';
import { ownTenant } from './metrics';

/** The floor as supervisors see it, and the interactions behind its numbers. */
export function registerWallboard(): void {
  roleOperation('getFloor', async (app, caller, { query }) => {
    const tenantId = await ownTenant(app, caller, query.tenantId);
    const overseen = await overseenQueues(app.deps, tenantId, caller.objectId);
    const { agents, queues, ...totals } = await readFloor(app.deps, tenantId, overseen);
    return {
      ...totals,
      open: { ...totals.open },
      queues: queues.map((queue) => ({ ...queue, targetMs: { ...queue.targetMs } })),
      agents: agents.map((agent) => ({
        ...agent,
        queueIds: [...agent.queueIds],
        holding: { ...agent.holding },
        availability: shownAvailability(agent.availability),
      })),
    };
  });
  roleOperation('listOpenInteractions', async (app, caller, { query }) => {
    const tenantId = await ownTenant(app, caller, query.tenantId);
    const overseen = await overseenQueues(app.deps, tenantId, caller.objectId);
    const { interactions, total } = await openInteractions(app.deps, tenantId, query, overseen);
    const { config } = await app.deps.configs.live(tenantId);
    return { interactions: await Promise.all(interactions.map((one) => viewOf(app, config, one))), total };
  });
}

async function viewOf({ deps }: App, config: CompiledConfig, open: OpenInteraction): Promise<FloorInteraction> {
  const { interaction, waitingSince, segments } = open;
  const newest = segments.at(-1)?.agentId ?? interaction.segments.at(-1)?.agentId;
  return {
    ...(await summaryOf(deps, { interaction }, agentIdOf(newest ?? ''))),
    waitingSince,
    agents: segments.map(({ agentId, state }) => ({
      agentId,
      state,
      name: config.agents.get(agentId)?.name ?? agentId,
    })),
  };
}
