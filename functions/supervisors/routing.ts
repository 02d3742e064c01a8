import type { DecisionView } from '../../shared/contracts/http/routing';
import { agentIdOf, interactionRefOf, type AgentId, type InteractionRef } from '../../shared/core/lib/ids';
import { FlowError } from '../../shared/flows/lib/flow-error';
import { readHealth } from '../../shared/flows/routing/read-health';
import { routingHistory, type ShardDecision } from '../../shared/flows/routing/routing-history';
import type { App } from '../compose';
import { overseerOperation, roleOperation, type Overseer } from '../operations';
import { ownTenant } from './metrics';

/** Why routing decided as it did, for supervisors, administrators, and the agent in whose hands the interaction is. */
export function registerRoutingExplanations(): void {
  roleOperation('getRoutingHealth', async (app, caller, { query }) => {
    const shards = await readHealth(app.deps, await ownTenant(app, caller, query.tenantId));
    return { shards: shards.map((shard) => ({ ...shard, mended: { ...shard.mended } })) };
  });
  overseerOperation('explainRouting', async (app, overseer, { params, query }) => {
    const decisions = await historyFor(app, overseer, interactionRefOf(query.tenantId, params.interactionId), null);
    return { interactionId: params.interactionId, decisions: decisions.map(viewOf) };
  });
  overseerOperation('explainWhyNot', async (app, overseer, { params, query }) => {
    const { interactionId, agentId } = params;
    const asked = agentIdOf(agentId);
    const ref = interactionRefOf(query.tenantId, interactionId);
    const decisions = await historyFor(app, overseer, ref, asked);
    return { interactionId, agentId, offers: decisions.flatMap(whyNotView) };
  });
}

/** What is not the caller's to see is not there, so that ids tell nothing. */
async function historyFor(
  { deps }: App,
  overseer: Overseer,
  ref: InteractionRef,
  asked: AgentId | null,
): Promise<readonly ShardDecision[]> {
  const stored = await deps.interactions.load(ref);
  const isTheirs =
    overseer.kind === 'staff' ||
    (stored?.interaction.segments.some(({ agentId }) => agentId === overseer.agentId) ?? false);
  if (stored === undefined || !isTheirs) throw new FlowError('notFound', 'There is no such interaction.');
  return routingHistory(deps, ref, stored, asked);
}

function viewOf({ shardId, entry, explanation, isReproduced }: ShardDecision): DecisionView {
  const { seq, at, configVersion, command, outcome, acts } = entry;
  return {
    ...{ shardId, seq, at, configVersion, isReproduced },
    command: command.name,
    outcome: { ...outcome },
    acts: acts.map((act) => ({ ...act })),
    explanation: explanation && {
      channel: explanation.channel,
      queueRule: explanation.queueRule,
      step: explanation.step,
      asks: explanation.asks && { ...explanation.asks },
      priority: explanation.priority,
      dueAt: explanation.dueAt,
      promised: explanation.promised,
      candidates: explanation.candidates.map((one) => ({ ...one, obstacle: one.obstacle && { ...one.obstacle } })),
      chosen: explanation.chosen,
    },
  };
}

function whyNotView({ shardId, entry, whyNot }: ShardDecision) {
  const offer = entry.acts.find((act) => act.kind === 'offer');
  if (offer === undefined || whyNot === null) return [];
  return [{ shardId, seq: entry.seq, at: entry.at, toAgentId: offer.agentId, whyNot: { ...whyNot } }];
}
