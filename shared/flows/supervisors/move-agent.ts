import { shardIdOf, type AgentId, type TenantId } from '../../core/lib/ids';
import type { Deps } from '../lib/deps';
import { FlowError } from '../lib/flow-error';
import { agentOf } from '../lib/live-configs';
import { submitToShard } from '../routing/submit-to-shard';

export interface Move {
  readonly tenantId: TenantId;
  readonly agentId: AgentId;
  readonly joins: readonly string[];
  readonly leaves: readonly string[];
  /** Who says so: an opaque id. */
  readonly by: string;
}

/** Takes an agent into queues and out of others until they sign out; who waits there is offered to them at once. */
export async function moveAgent(deps: Deps, { tenantId, ...move }: Move): Promise<void> {
  const agent = await agentOf(deps, tenantId, move.agentId);
  if (agent === undefined) throw new FlowError('notFound', 'There is no such agent.');
  const shard = { tenantId, shardId: shardIdOf(agent.shardId) };
  const outcome = await submitToShard(deps, shard, { name: 'moveAgent', commandId: deps.ids.next(), ...move });
  switch (outcome.kind) {
    case 'agentMoved':
      await submitToShard(deps, shard, { name: 'match', commandId: deps.ids.next() });
      return;
    case 'unchanged':
      return;
    case 'unknownAgent':
      throw new FlowError('refused', 'The agent is not signed in.');
    case 'unknownQueue':
      throw new FlowError('refused', `The agent's shard has no queue ${outcome.queueId}.`);
    default:
      throw new FlowError('unavailable', `The shard answered ${outcome.kind}.`);
  }
}
