import type { Envelope } from '../../shared/contracts/events/envelope';
import { ownEventData } from '../../shared/contracts/events/own';
import { tenantIdOf } from '../../shared/core/lib/ids';
import { assignNow } from '../../shared/flows/routing/tick-shards';
import type { App } from '../compose';
import { onEvent, type EventOutcome } from '../register';

const TYPE = 'Switchboard.WorkQueued';

/** Work waits in a shard: it is offered now to whoever can take it. The tick finds what no event announced. */
export const registerAssign = (): void => onEvent('assign', assign);

async function assign({ deps }: App, { type, data }: Envelope): Promise<EventOutcome> {
  if (type !== TYPE) return { kind: 'unsupported', type };
  const parsed = ownEventData[TYPE].safeParse(data);
  if (!parsed.success) return { kind: 'malformed', why: parsed.error.message };
  await assignNow(deps, tenantIdOf(parsed.data.tenantId), parsed.data.shardId);
  return { kind: 'done', what: 'matched' };
}
