import type { AgentId, TenantId } from '../../core/lib/ids';
import type { Deps } from '../lib/deps';
import { FlowError } from '../lib/flow-error';
import { knownAgent } from '../lib/known-agent';
import { submitToShard } from '../routing/submit-to-shard';

/** Which queues an agent is to work in besides, and which no more. */
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
  const { shard } = await knownAgent(deps, tenantId, move.agentId);
  const outcome = await submitToShard(deps, shard, { name: 'moveAgent', commandId: deps.ids.next(), ...move });
  if (outcome.kind === 'unchanged') return;
  if (outcome.kind === 'unknownAgent') throw new FlowError('refused', 'The agent is not signed in.');
  if (outcome.kind === 'unknownQueue')
    throw new FlowError('refused', `The agent's shard has no queue ${outcome.queueId}.`);
  if (outcome.kind !== 'agentMoved') throw new FlowError('unavailable', `The shard answered ${outcome.kind}.`);
  await submitToShard(deps, shard, { name: 'match', commandId: deps.ids.next() });
}
