import { tenantIdOf } from '../../shared/core/lib/ids';
import { assignNow } from '../../shared/flows/routing/tick-shards';
import { onOwnEvent } from '../register';

/** An agent became free, or less so: what waits in their shard may be offered now. */
export function registerAgentStateChanged(): void {
  onOwnEvent('agentStateChanged', 'Switchboard.AgentStateChanged', async ({ deps }, { tenantId, shardId }) => {
    await assignNow(deps, tenantIdOf(tenantId), shardId);
    return 'matched';
  });
}
