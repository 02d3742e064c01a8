import { shardIdOf, type AgentId, type OfferId, type TenantId } from '../../core/lib/ids';
import type { Outcome } from '../../core/routing/outcomes';
import type { Deps } from '../lib/deps';
import { FlowError } from '../lib/flow-error';
import { agentOf } from '../lib/live-configs';
import { submitToShard } from '../routing/submit-to-shard';

/** Who answers which offer. Two answers to one offer have two command ids; the shard lets one win. */
export interface OfferAnswer {
  readonly tenantId: TenantId;
  readonly agentId: AgentId;
  readonly offerId: OfferId;
}

/** Accepts: the shard decides whether this agent has it; if so it is connected before this returns. */
export async function acceptOffer(deps: Deps, { tenantId, agentId, offerId }: OfferAnswer): Promise<Outcome> {
  const shard = await shardOfAgent(deps, tenantId, agentId);
  return submitToShard(deps, shard, { name: 'accept', commandId: deps.ids.next(), offerId, agentId });
}

/** Declines: the interaction waits on in its place, and is not offered to this agent again for a while. */
export async function declineOffer(deps: Deps, { tenantId, agentId, offerId }: OfferAnswer): Promise<Outcome> {
  const shard = await shardOfAgent(deps, tenantId, agentId);
  const outcome = await submitToShard(deps, shard, {
    name: 'decline',
    commandId: deps.ids.next(),
    offerId,
    agentId,
    cause: 'declined',
  });
  // The next agent need not wait for the tick.
  await submitToShard(deps, shard, { name: 'match', commandId: deps.ids.next() });
  return outcome;
}

async function shardOfAgent(deps: Deps, tenantId: TenantId, agentId: AgentId) {
  const agent = await agentOf(deps, tenantId, agentId);
  if (agent === undefined) throw new FlowError('notFound', 'There is no such agent.');
  return { tenantId, shardId: shardIdOf(agent.shardId) };
}
