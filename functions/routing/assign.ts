import { tenantIdOf } from '../../shared/core/lib/ids';
import { assignNow } from '../../shared/flows/routing/tick-shards';
import { onOwnEvent } from '../register';

/** Work waits in a shard: it is offered now to whoever can take it. The tick finds what no event announced. */
export function registerAssign(): void {
  onOwnEvent('assign', 'Switchboard.WorkQueued', async ({ deps }, { tenantId, shardId }) => {
    await assignNow(deps, tenantIdOf(tenantId), shardId);
    return 'matched';
  });
}
